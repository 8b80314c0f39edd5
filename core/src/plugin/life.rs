use crate::config::{Problems, Section};
use crate::cx::Cx;
use crate::error::{Error, Result};
use futures::future::BoxFuture;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// A plugin that lives, with its type forgotten.
pub type Instance = Arc<dyn Any + Send + Sync>;

type Init = fn(Section, Cx) -> BoxFuture<'static, Result<Instance, InitError>>;
type Turn = for<'a> fn(&'a (dyn Any + Send + Sync), &'a Cx) -> BoxFuture<'a, Result<()>>;

/// How a plugin comes to life and ends.
#[derive(Clone, Copy)]
pub struct Life {
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub init: Init,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub start: Option<Turn>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub stop: Option<Turn>,
}

impl fmt::Debug for Life {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Life")
    }
}

/// Why a plugin did not come to life.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InitError {
    /// Its section of the configuration does not fit its type.
    #[error("{0}")]
    Config(Problems),
    /// Its `#[init]` returned an error.
    #[error("{0}")]
    Failed(Error),
}
