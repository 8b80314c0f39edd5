use crate::config::{Problems, Section};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::panic::message;
use futures_util::future::BoxFuture;
use std::any::{Any, type_name};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

/// The instance of a plugin, with its type erased; a panic in its drop is contained.
pub type Instance = Arc<dyn Any + Send + Sync>;

/// The owner of a plugin's value and of its router, which contains a panic in the drop of either.
pub(crate) struct Held<S> {
    /// There until the drop.
    plugin: Option<S>,
    /// The router of `#[routes]`, once it was asked for: a new instance makes a new one.
    router: OnceLock<Router>,
}

type Router = Box<dyn Any + Send + Sync>;

impl<S: Send + Sync + 'static> Held<S> {
    pub(crate) fn instance(plugin: S) -> Instance {
        Arc::new(Self { plugin: Some(plugin), router: OnceLock::new() })
    }

    /// Returns the plugin of an instance, if it is an `S`.
    pub(crate) fn find(instance: &(dyn Any + Send + Sync)) -> Option<&S> {
        instance.downcast_ref::<Self>()?.plugin.as_ref()
    }

    /// Returns the place of the router in the instance of an `S`.
    pub(crate) fn router(instance: &(dyn Any + Send + Sync)) -> Option<&OnceLock<Router>> {
        Some(&instance.downcast_ref::<Self>()?.router)
    }
}

impl<S> Drop for Held<S> {
    fn drop(&mut self) {
        let (router, plugin) = (self.router.take(), self.plugin.take());
        // A panic in one drop of a tuple does not keep the other from being dropped.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop((router, plugin)))) {
            tracing::warn!("`{}` panicked while it was dropped: {}", type_name::<S>(), message(payload));
        }
    }
}

type Init = fn(Section, Cx) -> BoxFuture<'static, Result<Instance, InitError>>;
type Check = fn(Section) -> Result<(), InitError>;
type LifecycleFn = for<'a> fn(&'a (dyn Any + Send + Sync), &'a Cx) -> BoxFuture<'a, Result<()>>;

/// The functions of a plugin's lifecycle: init, start and stop.
#[derive(Clone, Copy)]
pub struct Lifecycle {
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub init: Init,
    /// Not public API. Used by generated code; [`Manifest::config_problems`](super::Manifest::config_problems) calls it.
    #[doc(hidden)]
    pub check: Check,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub start: Option<LifecycleFn>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub stop: Option<LifecycleFn>,
}

impl Lifecycle {
    /// Returns what in a section does not fit the plugin's type, without making the plugin.
    pub(super) fn problems(&self, section: Section) -> Problems {
        // Parsing is code of the plugin; a panic in it is told where the plugin is made.
        match catch_unwind(|| (self.check)(section)) {
            Ok(Err(InitError::Config(problems))) => problems,
            _ => Problems(Vec::new()),
        }
    }
}

impl fmt::Debug for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lifecycle")
    }
}

/// The error of a plugin that was not initialised.
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
