use super::callable::Callable;
#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use super::contribution::{Contribution, ContributionKind, NameScope};
use super::tool_output::{ToolAnswer, ToolError, ToolOutput};
use crate::cx::Cx;
use crate::plugin::schema::{self, SchemaError};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use hookwire_text::reserved::TOOLS as HOST_TOOLS;
use schemars::Schema;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// The tool by which a lead gives work to its members; it is the host's own.
pub const DELEGATE: &str = HOST_TOOLS[0];
/// The tool that reads more of a result that was too large; it is the host's own.
pub const READ_RESULT: &str = HOST_TOOLS[1];
/// The tool that loads the text of a skill; it is the host's own.
pub const LOAD_SKILL: &str = HOST_TOOLS[2];

/// A tool the model may call; made by `#[tool]`.
pub struct ToolDecl {
    /// The name the model calls.
    pub name: &'static str,
    /// What the tool does, for the model.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// How long a call may take, if the author says so.
    pub timeout: Option<Duration>,
    /// Not public API. Used by generated code; [`ToolDecl::schema`] calls it.
    #[doc(hidden)]
    pub make_schema: fn() -> Schema,
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
    /// What a worker is asked to learn whether the tool can work now.
    #[cfg(feature = "remote")]
    pub(crate) const AVAILABLE: &'static str = "available";

    /// How long a worker may take to say whether the tool can work now.
    #[cfg(feature = "remote")]
    pub(crate) const AVAILABLE_TIMEOUT: Duration = Duration::from_millis(250);

    /// The kind of tools.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "tool", list: "tools", reserved: &HOST_TOOLS, scope: NameScope::Binary };

    /// How long a call may take if neither the author nor the operator says so.
    pub const TIMEOUT: Duration = Duration::from_mins(2);

    /// Returns how long a call may take: what the author says, else what the operator says, else
    /// [`TIMEOUT`](Self::TIMEOUT).
    pub fn limit(&self, operator: Option<Duration>) -> Duration {
        self.timeout.or(operator).unwrap_or(Self::TIMEOUT)
    }

    /// Returns the schema of the arguments: an object, with the fields that it names and, unless there are alternatives, no others.
    pub fn schema(&self) -> Result<Schema, SchemaError> {
        schema::of_arguments(self.make_schema, || format!("the tool `{}`", self.name))
    }
}

impl Contribution for ToolDecl {
    fn kind(&self) -> &'static ContributionKind {
        Self::KIND
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn line(&self) -> u32 {
        self.line
    }

    /// Returns the schema of the arguments and the time-out, which the operator may replace if the author gives none.
    fn details(&self) -> Map<String, Value> {
        let mut details = schema::details(self.schema());
        details.insert("timeout_ms".into(), json!(millis(self.limit(None))));
        details.insert("timeout_declared".into(), json!(self.timeout.is_some()));
        details
    }

    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        Some(self)
    }
}

impl Callable for ToolDecl {
    type Input = Value;
    type Output = ToolAnswer;

    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        input: Value,
        cx: &'a Cx,
    ) -> BoxFuture<'a, crate::Result<ToolAnswer>> {
        async move {
            match (self.call)(instance, input, cx).await {
                Ok(output) => Ok(ToolAnswer::Output(output)),
                Err(ToolError::Arguments { why, .. }) => Ok(ToolAnswer::Unfit(why)),
                Err(ToolError::Failed(error)) => Err(error),
                Err(error) => Err(error.into()),
            }
        }
        .boxed()
    }
}

impl fmt::Debug for ToolDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
