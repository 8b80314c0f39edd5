use super::callable::Callable;
#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::arguments::Parameters;
use crate::cx::Cx;
use crate::error::Result;
use crate::plugin::schema::{self, SchemaError};
use crate::plugin::typed_arguments::TypedArguments;
use crate::points::Reply;
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use hookwire_text::reserved;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// A verb: what the operator runs on the command line, as `hookwire <plugin> <verb> --flags`; made by `#[verb]`.
pub struct VerbDecl {
    /// The name, behind that of the plugin.
    pub name: &'static str,
    /// What the verb does, for `--help`.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// How long a run may take, if the author says so.
    pub timeout: Option<Duration>,
    /// The arguments, each of which is a flag.
    pub arguments: TypedArguments,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub call: for<'a> fn(&'a (dyn Any + Send + Sync), Value, &'a Cx) -> BoxFuture<'a, Result<Reply>>,
}

impl VerbDecl {
    /// The kind of verbs.
    pub const KIND: &'static ContributionKind = &ContributionKind {
        name: "verb",
        list: "verbs",
        reserved: &reserved::VERBS,
        scope: NameScope::Plugin,
    };

    /// How long a run may take if the author does not say so.
    pub const TIMEOUT: Duration = Duration::from_mins(10);

    /// Returns how long a run may take.
    pub fn limit(&self) -> Duration {
        self.timeout.unwrap_or(Self::TIMEOUT)
    }

    /// Returns what the operator gives as flags.
    pub fn parameters(&self) -> Result<Parameters, SchemaError> {
        self.arguments.parameters(|| self.said())
    }

    fn said(&self) -> String {
        format!("the verb `{}`", self.name)
    }
}

impl Contribution for VerbDecl {
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

    /// Returns the schema of the arguments and the time-out.
    fn details(&self) -> Map<String, Value> {
        let mut details = schema::details(self.arguments.schema(|| self.said()));
        details.insert("timeout_ms".into(), json!(millis(self.limit())));
        details
    }

    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        Some(self)
    }
}

impl Callable for VerbDecl {
    type Input = Value;
    type Output = Reply;

    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        input: Value,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Reply>> {
        (self.call)(instance, input, cx)
    }
}

impl fmt::Debug for VerbDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
