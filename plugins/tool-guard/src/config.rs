use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `tool-guard`.
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
    /// A regular expression to be found in some text of the arguments; any arguments, if absent.
    #[serde(default)]
    pub args: Option<String>,
    /// Why: shown to the model and to the user.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        let rule = |tool: Option<&str>, args: Option<&str>, reason: &str| RuleConfig {
            tool: tool.map(Into::into),
            args: args.map(Into::into),
            reason: Some(reason.into()),
        };
        Self {
            deny: vec![
                rule(
                    None,
                    Some(r"\brm\s+(-\w*\s+)*-\w*[rf]\w*\s+(/|~|\*)"),
                    "it deletes far more than it should",
                ),
                rule(None, Some(r"(^|/)\.(ssh|aws|gnupg)(/|$)"), "it reaches for credentials"),
            ],
            ask: vec![rule(Some("(run|shell|exec|bash)(_command)?"), None, "it runs a program")],
        }
    }
}
