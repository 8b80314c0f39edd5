use super::callable::Callable;
#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::arguments::Parameters;
use crate::cx::{Cx, Identity};
use crate::error::Result;
use crate::plugin::schema::{self, SchemaError};
use crate::plugin::typed_arguments::TypedArguments;
use crate::points::Reply;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use hookwire_text::reserved;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// A slash command; made by `#[command]`.
pub struct CommandDecl {
    /// The name, without the slash.
    pub name: &'static str,
    /// What the command does, in a sentence.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// Who may run it.
    pub scope: CommandScope,
    /// Whether it answers at once that it has begun, and later with a message to the session.
    pub background: bool,
    /// How long a run may take, if the author says so.
    pub timeout: Option<Duration>,
    /// The typed arguments; a command without them is given the text behind its name as it is.
    pub arguments: Option<TypedArguments>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub call: for<'a> fn(&'a (dyn Any + Send + Sync), &'a str, &'a Cx) -> BoxFuture<'a, Result<Reply>>,
}

/// Who may run a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommandScope {
    /// Everybody.
    #[default]
    Everybody,
    /// Who runs the host, and the admins that the operator names: see [`Identity::admin`].
    Admin,
}

impl CommandDecl {
    /// The kind of commands.
    pub const KIND: &'static ContributionKind = &ContributionKind {
        name: "command",
        list: "commands",
        reserved: &reserved::COMMANDS,
        scope: NameScope::Binary,
    };

    /// How long a command may take if the author does not say so.
    pub const TIMEOUT: Duration = Duration::from_mins(2);

    /// How long a command in the background may take if the author does not say so.
    pub const BACKGROUND_TIMEOUT: Duration = Duration::from_mins(10);

    /// Returns how long a run may take.
    pub fn limit(&self) -> Duration {
        let default = if self.background { Self::BACKGROUND_TIMEOUT } else { Self::TIMEOUT };
        self.timeout.unwrap_or(default)
    }

    /// Returns whether somebody may run it.
    pub fn is_for(&self, identity: &Identity) -> bool {
        match self.scope {
            CommandScope::Everybody => true,
            CommandScope::Admin => identity.admin,
        }
    }

    /// Returns what people write behind the name; `None` if the command takes any text.
    pub fn parameters(&self) -> Option<Result<Parameters, SchemaError>> {
        self.arguments.map(|arguments| arguments.parameters(|| self.said()))
    }

    /// Returns how the command is written: `/remind <minutes> <text>`.
    pub fn usage(&self) -> String {
        match self.parameters() {
            Some(Ok(parameters)) if !parameters.all().is_empty() => format!("/{} {parameters}", self.name),
            _ => self.title(),
        }
    }

    fn said(&self) -> String {
        format!("the command `/{}`", self.name)
    }
}

impl Contribution for CommandDecl {
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
        format!("/{}", self.name)
    }

    /// Returns how the command is written, who may run it, whether it answers later, its time-out, and the schema of typed
    /// arguments.
    fn details(&self) -> Map<String, Value> {
        let schema = self.arguments.map(|arguments| arguments.schema(|| self.said()));
        let mut details = schema.map(schema::details).unwrap_or_default();
        details.insert("usage".into(), json!(self.usage()));
        details.insert("admin".into(), json!(self.scope == CommandScope::Admin));
        details.insert("background".into(), json!(self.background));
        details.insert("timeout_ms".into(), json!(millis(self.limit())));
        details
    }

    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        Some(self)
    }
}

impl Callable for CommandDecl {
    type Input = String;
    type Output = Reply;

    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        input: String,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Reply>> {
        async move { (self.call)(instance, &input, cx).await }.boxed()
    }
}

impl fmt::Debug for CommandDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.name)
    }
}
