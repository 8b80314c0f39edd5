use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::cx::Cx;
use crate::error::Result;
use crate::model::Model;
use futures_util::future::BoxFuture;
use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A provider of models, which opens them by name; made by `#[model]`.
pub struct ModelDecl {
    /// The provider's name: a profile asks for a model as `provider/name`.
    pub name: &'static str,
    /// Which models the provider opens, in a sentence.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub open: Open,
}

type Open = for<'a> fn(&'a (dyn Any + Send + Sync), &'a str, &'a Cx) -> BoxFuture<'a, Result<Arc<dyn Model>>>;

impl ModelDecl {
    /// The kind of model providers.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "model provider", list: "models", reserved: &[], scope: NameScope::Binary };

    /// How long it may take to open a model.
    pub const TIMEOUT: Duration = Duration::from_secs(30);
}

impl Contribution for ModelDecl {
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
        format!("{}/..", self.name)
    }
}

impl fmt::Debug for ModelDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/..", self.name)
    }
}
