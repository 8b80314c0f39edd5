use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `tool-guard`.
///
/// Patterns are a seat belt, not a sandbox: they stop accidents, not a model or a user that means
/// to get past them. A script, a variable or another program says the same thing in other words.
/// What must not happen has to be made impossible by the sandbox that tools run in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Calls that never run.
    pub deny: Vec<RuleConfig>,
    /// Calls that a human has to allow.
    pub ask: Vec<RuleConfig>,
}

/// Which calls a rule is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleConfig {
    /// A regular expression for the tool's whole name; any tool, if absent.
    #[serde(default)]
    pub tool: Option<String>,
    /// A regular expression that is searched for in every text of the arguments, keys included, in the texts of a list
    /// joined by blanks, and in a program (`command`, `cmd`, `program`, `executable`) joined with its arguments
    /// (`args`, `argv`, `arguments`); any arguments, if absent.
    #[serde(default)]
    pub args: Option<String>,
    /// Why: shown to the model and to the user.
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

/// `rm` with a recursive or forced removal of what lies outside of the working directory.
fn wide_removal() -> String {
    let rm = r#"(?:^|[^\w-])rm["']?[ \t]"#;
    // Up to the start of some later word of the same command.
    let rest = r"[^;&|<>\n]*[ \t]";
    let flag = r#"["']?-(?:\w*[rRf]|-[rf])"#;
    let target = r#"["']?(?:/|~|\*|\$\{?HOME\b)"#;
    // `rm` takes its options after the targets, too.
    format!("{rm}(?:{rest})?(?:{flag}{rest}{target}|{target}{rest}{flag})")
}

/// A folder of keys, as a whole word of a path.
fn credentials() -> String {
    r#"(?:^|[/\s"'=:@<])\.(?:ssh|aws|gnupg)(?:[^\w.-]|$)"#.into()
}
