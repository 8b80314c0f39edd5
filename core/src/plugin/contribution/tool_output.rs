use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

/// The result of a tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ToolOutput(Value);

impl ToolOutput {
    /// Makes an output of a text, or of any JSON, for a tool of the host itself.
    pub fn new(value: impl Into<Value>) -> Self {
        Self(value.into())
    }

    pub(crate) fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        serde_json::to_value(value).map(Self)
    }

    /// Returns the value as it is.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Returns what the model reads: a text as it is, nothing for `()`, anything else as JSON.
    pub fn text(&self) -> String {
        match &self.0 {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            value => value.to_string(),
        }
    }
}

/// What a call of a tool gives that has come to its own end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolAnswer {
    /// The result.
    Output(ToolOutput),
    /// The model's arguments do not fit, and why.
    Unfit(String),
}

/// The error of a tool that gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ToolError {
    /// The model's arguments do not fit; the model should read why and try again.
    #[error("the arguments of `{tool}` do not fit: {why}")]
    Arguments {
        /// The tool's name.
        tool: Cow<'static, str>,
        /// What does not fit, and where.
        why: String,
    },
    /// The tool returned an error.
    #[error("{0}")]
    Failed(Error),
    /// The tool panicked.
    #[error("`{tool}` panicked: {message}")]
    Panicked {
        /// The tool's name.
        tool: Cow<'static, str>,
        /// The panic's message.
        message: String,
    },
    /// The tool took too long and was stopped.
    #[error("`{tool}` took longer than {after:?} and was stopped")]
    TimedOut {
        /// The tool's name.
        tool: Cow<'static, str>,
        /// How long it was given.
        after: Duration,
    },
    /// The tool says that it cannot work now.
    #[error("`{tool}` is not available now")]
    Unavailable {
        /// The tool's name.
        tool: Cow<'static, str>,
    },
    /// The source of the tool does not have it any more.
    #[error("there is no tool `{tool}` any more: `{origin}` does not have it now")]
    Gone {
        /// The tool's name.
        tool: Cow<'static, str>,
        /// The name of the source.
        origin: &'static str,
    },
}
