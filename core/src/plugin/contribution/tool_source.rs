use super::contribution::{Contribution, ContributionKind, NameScope};
use super::tool_output::ToolOutput;
use crate::cx::Cx;
use crate::error::Result;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, pending};
use hookwire_text::duration::millis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A source of tools that come and go while the host runs, such as a server that has tools of its own.
///
/// Each tool is offered as `<source>__<tool>`, and called through the same hooks, checks and gates as one of `#[tool]`.
pub trait ToolSource: Send + Sync + 'static {
    /// Returns the tools that there are now.
    ///
    /// It is asked once, and again after each [`changed`](Self::changed); the list is everybody's, so that `cx` belongs to
    /// no request. While it fails, the last list stays.
    fn list<'a>(&'a self, cx: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>>;

    /// Waits until the list has changed; never done, unless the source says so.
    ///
    /// It is polled before each `list`, so that a change while that runs is not missed: what it waits for has to be what
    /// happens from then on, as with `tokio::sync::Notify::notify_waiters` or a new subscription of a `watch` channel.
    fn changed(&self) -> BoxFuture<'_, ()> {
        pending().boxed()
    }

    /// Calls a tool, by the name that `list` gives it and with arguments that fit its schema; the model reads the error.
    fn call<'a>(&'a self, tool: &'a str, args: Value, cx: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>>;
}

/// A tool of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceTool {
    /// The name in the source: letters, digits, `_` and `-`.
    pub name: String,
    /// What the tool does, for the model.
    pub description: String,
    /// The JSON Schema of the arguments, which are an object.
    pub schema: Value,
    /// How long a call may take, if the tool says so.
    pub timeout: Option<Duration>,
}

impl SourceTool {
    /// Makes a tool that has no time-out of its own.
    pub fn new(name: impl Into<String>, description: impl Into<String>, schema: Value) -> Self {
        Self { name: name.into(), description: description.into(), schema, timeout: None }
    }

    /// Sets how long a call may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

/// A source of tools that come and go; made by `#[tools]`.
pub struct ToolSourceDecl {
    /// The name, which stands before that of each tool.
    pub name: &'static str,
    /// Which tools the source brings, in a sentence.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// How long it may take to list the tools, if the author says so.
    pub list_timeout: Option<Duration>,
    /// How long a call may take whose tool does not say so, if the author says so.
    pub timeout: Option<Duration>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub make: fn(&(dyn Any + Send + Sync)) -> Result<Arc<dyn ToolSource>>,
}

impl ToolSourceDecl {
    /// The kind of tool sources.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "tool source", list: "sources", reserved: &[], scope: NameScope::Binary };

    /// How long it may take to list the tools if the author does not say so.
    pub const LIST_TIMEOUT: Duration = Duration::from_secs(10);

    /// What stands between the name of the source and that of the tool; no `#[tool]` has it in its name.
    pub const SEPARATOR: &'static str = "__";

    /// Returns how long it may take to list the tools.
    pub fn list_limit(&self) -> Duration {
        self.list_timeout.unwrap_or(Self::LIST_TIMEOUT)
    }

    /// Returns the name by which a model calls a tool of this source.
    pub fn tool_name(&self, tool: &str) -> String {
        format!("{}{}{tool}", self.name, Self::SEPARATOR)
    }

    /// Returns the names of the source and of the tool in the name of a tool, if it is one of a source.
    pub fn split(tool: &str) -> Option<(&str, &str)> {
        tool.split_once(Self::SEPARATOR)
    }
}

impl Contribution for ToolSourceDecl {
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

    fn title(&self) -> String {
        self.tool_name("*")
    }

    /// Returns the time-outs; that of a call, which the operator may give as well, only if the author does.
    fn details(&self) -> Map<String, Value> {
        let mut details = Map::new();
        details.insert("list_timeout_ms".into(), json!(millis(self.list_limit())));
        if let Some(timeout) = self.timeout {
            details.insert("timeout_ms".into(), json!(millis(timeout)));
        }
        details
    }
}

impl fmt::Debug for ToolSourceDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
