use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a scripted model says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// The first scene that fits plays.
    pub scenes: Vec<Scene>,
}

/// What is said to one kind of message.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scene {
    /// Plays when the last user message contains this, however it is capitalised; always, if empty.
    pub on: String,
    /// One step for each time the model is asked, until the next user message; the last one repeats without its calls.
    pub steps: Vec<Step>,
}

/// One answer.
///
/// In its text, `{message}` is the user's last message and `{result}` the last tool result.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// What goes wrong before it succeeds, attempt by attempt.
    pub fail: Vec<Failure>,
    /// The reasoning.
    pub thinking: String,
    /// The text, in one piece a word.
    pub text: String,
    /// The tools it calls.
    pub calls: Vec<ScriptCall>,
    /// How long each piece takes to come, in milliseconds.
    pub pace_ms: u64,
    /// Breaks off after this many pieces, without an end.
    pub cut_after: Option<usize>,
}

/// A tool call of a script.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScriptCall {
    /// The tool's name.
    pub tool: String,
    /// The arguments; `{message}` and `{result}` work in their texts, too.
    #[serde(default)]
    pub args: Value,
}

/// An error of a script, as a provider's HTTP status.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// 429 and 500 and above may go better the next time; other errors do not.
    pub status: u16,
    /// How long a 429 asks to wait, in milliseconds.
    #[serde(default)]
    pub retry_after_ms: Option<u64>,
}
