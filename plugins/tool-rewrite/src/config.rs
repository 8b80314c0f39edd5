use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The settings of `tool-rewrite`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The rules for calls before they run, in order; each sees what those before it have left.
    pub before: Vec<BeforeConfig>,
    /// The rules for results before the model reads them, in order; each sees what those before it have left.
    pub after: Vec<AfterConfig>,
}

/// A rule for calls: which ones it is about, and what becomes of their arguments.
///
/// What it does is done in this order: rename, remove, default, set, replace.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BeforeConfig {
    /// A regular expression for the whole name of the tool; any tool by default.
    pub tool: Option<String>,
    /// The names of the agents that call; any agent by default.
    pub agents: Vec<String>,
    /// The roles of the agents that call; any role by default.
    pub roles: Vec<RoleConfig>,
    /// A regular expression for each argument named here, which has to be found in it.
    pub when: BTreeMap<String, String>,
    /// A regular expression for each argument named here; if one is found, the rule does nothing.
    pub unless: BTreeMap<String, String>,
    /// The reason why the call is refused: the tool is not run, and the model reads the reason.
    pub refuse: Option<String>,
    /// The new name of each argument named here. An argument that has the new name already stays, and the old one goes.
    pub rename: BTreeMap<String, String>,
    /// The arguments that are taken away.
    pub remove: Vec<String>,
    /// The value of each argument named here, unless the call has one.
    pub default: BTreeMap<String, Value>,
    /// The value of each argument named here, whatever the call has.
    pub set: BTreeMap<String, Value>,
    /// What is replaced in texts of the arguments.
    pub replace: Vec<ArgumentReplaceConfig>,
}

/// A replacement in the texts of arguments.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgumentReplaceConfig {
    /// The name of the argument; all arguments by default. Texts inside of it are meant too, at any depth; keys are not.
    #[serde(default)]
    pub arg: Option<String>,
    /// A regular expression; every match is replaced.
    pub pattern: String,
    /// The text that takes the place of a match; `$1` is the first group, `$0` the match, `$$` a dollar.
    pub with: String,
}

/// A rule for results: which ones it is about, and what becomes of their texts.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterConfig {
    /// A regular expression for the whole name of the tool; any tool by default.
    pub tool: Option<String>,
    /// The names of the agents that have called; any agent by default.
    pub agents: Vec<String>,
    /// The roles of the agents that have called; any role by default.
    pub roles: Vec<RoleConfig>,
    /// Whether the rule is about errors alone, or about what is no error alone; about both by default.
    pub errors: Option<bool>,
    /// A regular expression that has to be found in the result.
    pub when: Option<String>,
    /// The text that takes the place of the result.
    pub set: Option<String>,
    /// What is replaced in the text of the result.
    pub replace: Vec<TextReplaceConfig>,
}

/// A replacement in the text of a result.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextReplaceConfig {
    /// A regular expression; every match is replaced.
    pub pattern: String,
    /// The text that takes the place of a match; `$1` is the first group, `$0` the match, `$$` a dollar.
    pub with: String,
}

/// The part of an agent in its team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum RoleConfig {
    Lead,
    Member,
    Agent,
}
