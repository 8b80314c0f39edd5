use crate::cx::Cx;
use crate::error::{Error, Result};
use futures::future::BoxFuture;
use schemars::Schema;
use serde::Serialize;
use serde_json::Value;
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// The tool by which a lead gives work to its members; it is the host's own.
pub const DELEGATE: &str = "delegate";
/// The tool that reads more of a result that was too large; it is the host's own.
pub const READ_RESULT: &str = "read_result";
/// The host's own tools, after which no plugin may call one of its own.
pub const HOST_TOOLS: [&str; 2] = [DELEGATE, READ_RESULT];

/// A tool the model may call; made by `#[tool]`.
pub struct ToolDecl {
    /// The name the model calls.
    pub name: &'static str,
    /// What it does, for the model.
    pub description: &'static str,
    /// Where it stands, in the manifest's file.
    pub line: u32,
    /// How long a call may take, if not [`ToolDecl::TIMEOUT`].
    pub timeout: Option<Duration>,
    /// Makes the schema of its arguments.
    pub schema: fn() -> Schema,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub available: Option<fn(&(dyn Any + Send + Sync)) -> bool>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub call: Call,
}

type Call =
    for<'a> fn(&'a (dyn Any + Send + Sync), Value, &'a Cx) -> BoxFuture<'a, Result<ToolOutput, ToolError>>;

impl ToolDecl {
    /// How long a call may take if its tool does not say otherwise.
    pub const TIMEOUT: Duration = Duration::from_mins(2);
}

impl fmt::Debug for ToolDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What a tool gave back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ToolOutput(Value);

impl ToolOutput {
    /// Makes one of a text, or of any JSON: what a tool of the host itself gives back.
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

/// Why a tool gave nothing back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ToolError {
    /// The model's arguments do not fit; the model should read why and try again.
    #[error("the arguments of `{tool}` do not fit: {why}")]
    Arguments {
        /// The tool's name.
        tool: &'static str,
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
        tool: &'static str,
        /// The panic's message.
        message: String,
    },
    /// The tool took too long and was stopped.
    #[error("`{tool}` took longer than {after:?} and was stopped")]
    TimedOut {
        /// The tool's name.
        tool: &'static str,
        /// How long it was given.
        after: Duration,
    },
    /// The tool says that it cannot work now.
    #[error("`{tool}` is not available now")]
    Unavailable {
        /// The tool's name.
        tool: &'static str,
    },
}
