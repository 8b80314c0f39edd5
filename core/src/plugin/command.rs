use crate::cx::Cx;
use crate::error::Result;
use crate::points::Reply;
use futures::future::BoxFuture;
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// A slash command; made by `#[command]`.
pub struct CommandDecl {
    /// The name, without the slash.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// Where it stands, in the manifest's file.
    pub line: u32,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub call: for<'a> fn(&'a (dyn Any + Send + Sync), &'a str, &'a Cx) -> BoxFuture<'a, Result<Reply>>,
}

impl CommandDecl {
    /// How long a command may take.
    pub const TIMEOUT: Duration = Duration::from_mins(2);
}

impl fmt::Debug for CommandDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.name)
    }
}
