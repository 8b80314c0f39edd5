use super::super::body::Fields;
use super::super::problem::Problem;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What is asked; what is not named here, such as `temperature`, is the agent's own to decide.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct Completion {
    /// The name of an agent.
    pub(super) model: String,
    /// The conversation, which ends with a message of the user.
    pub(super) messages: Vec<Said>,
    /// Whether the answer comes as it is made.
    #[serde(default)]
    pub(super) stream: Option<bool>,
    #[serde(default)]
    pub(super) stream_options: Option<StreamOptions>,
    /// Only 1 is possible.
    #[serde(default)]
    n: Option<u64>,
    /// Must be empty: tools are the agent's own.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    tools: Option<Vec<Value>>,
    /// Must be empty: tools are the agent's own.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    functions: Option<Vec<Value>>,
}

/// One message.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct Said {
    /// `system`, `developer`, `user` or `assistant`.
    pub(super) role: String,
    /// A text, or a list of parts of type `text`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(super) content: Value,
}

/// How to stream.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(in crate::http) struct StreamOptions {
    /// Whether the last piece says what it cost.
    #[serde(default)]
    pub(super) include_usage: Option<bool>,
}

impl Fields for Completion {
    const FIELDS: Option<&'static [&'static str]> = None;
}

impl Completion {
    /// Refuses what would silently be something else than what was asked for.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let refuse = |message: &str| Err(Problem::bad("unsupported", message));
        let some = |list: &Option<Vec<Value>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if some(&self.tools) || some(&self.functions) {
            return refuse("`tools` must be empty: tools are the agent's own, and it runs them itself");
        }
        if self.n.is_some_and(|n| n != 1) {
            return refuse("`n` must be 1: an agent gives one answer");
        }
        Ok(())
    }

    pub(super) fn includes_usage(&self) -> bool {
        self.stream_options.as_ref().and_then(|options| options.include_usage).unwrap_or(false)
    }
}
