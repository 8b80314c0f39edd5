use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `tool-guard`.
///
/// Patterns stop accidents. They do not stop a model or a user who means to get past them: a script, a variable or another
/// program can do the same without matching. What must never happen has to be made impossible by the sandbox that tools
/// run in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The rules for calls that never run.
    pub deny: Vec<RuleConfig>,
    /// The rules for calls that a human has to allow.
    pub ask: Vec<RuleConfig>,
}

/// A rule: the calls that it is about, and why.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleConfig {
    /// A regular expression for the whole name of the tool; any tool by default.
    #[serde(default)]
    pub tool: Option<String>,
    /// A regular expression that is searched for in every text of the arguments, keys included, in the texts of a list
    /// joined by blanks, and in a program (`command`, `cmd`, `program`, `executable`) joined with its arguments
    /// (`args`, `argv`, `arguments`); any arguments by default.
    #[serde(default)]
    pub args: Option<String>,
    /// The reason that is shown to the model and the user.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        let rule = |tool: Option<&str>, args: Option<String>, reason: &str| RuleConfig {
            tool: tool.map(Into::into),
            args,
            reason: Some(reason.into()),
        };
        Self {
            deny: vec![
                rule(None, Some(wide_removal()), "it deletes far more than it should"),
                rule(None, Some(credentials()), "it reaches for credentials"),
            ],
            ask: vec![
                rule(Some("(run|shell|exec|bash)(_command)?"), None, "it runs a program"),
                rule(Some("(write|edit)_file"), None, "it changes a file"),
            ],
        }
    }
}

/// Returns a pattern for `rm` with a recursive or forced removal outside of the working directory.
fn wide_removal() -> String {
    let rm = r#"(?:^|[^\w-])rm["']?[ \t]"#;
    // The words in between, of the same command.
    let rest = r"[^;&|<>\n]*[ \t]";
    let flag = r#"["']?-(?:\w*[rRf]|-[rf])"#;
    let target = r#"["']?(?:/|~|\*|\$\{?HOME\b)"#;
    // `rm` accepts options after the targets, too.
    format!("{rm}(?:{rest})?(?:{flag}{rest}{target}|{target}{rest}{flag})")
}

/// Returns a pattern for the folders of keys, as a whole part of a path.
fn credentials() -> String {
    r#"(?:^|[/\s"'=:@<])\.(?:ssh|aws|gnupg)(?:[^\w.-]|$)"#.into()
}
