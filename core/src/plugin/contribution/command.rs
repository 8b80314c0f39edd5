use super::contribution::{Contribution, ContributionKind};
use crate::cx::Cx;
use crate::error::Result;
use crate::points::Reply;
use futures_util::future::BoxFuture;
use hookwire_text::reserved;
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
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub call: for<'a> fn(&'a (dyn Any + Send + Sync), &'a str, &'a Cx) -> BoxFuture<'a, Result<Reply>>,
}

impl CommandDecl {
    /// The kind of commands.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "command", list: "commands", reserved: &reserved::COMMANDS };

    /// How long a command may take.
    pub const TIMEOUT: Duration = Duration::from_mins(2);
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
}

impl fmt::Debug for CommandDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.name)
    }
}
