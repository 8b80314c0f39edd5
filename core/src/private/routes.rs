//! Routers of plugins.

#[cfg(feature = "routes")]
use super::error::IsError;
use crate::error::Error;
use crate::plugin::Held;
use std::any::Any;

#[cfg_attr(
    feature = "routes",
    diagnostic::on_unimplemented(
        message = "`#[routes]` cannot return `{Self}`",
        label = "return a `hookwire::routes::Router`, or a `hookwire::Result` of one"
    )
)]
#[cfg_attr(
    not(feature = "routes"),
    diagnostic::on_unimplemented(
        message = "`#[routes]` needs the feature `routes` of `hookwire`",
        label = "add \"routes\" to the `features` of `hookwire` in `Cargo.toml`"
    )
)]
pub trait IsRouter {
    fn router(self) -> Result<Box<dyn Any + Send + Sync>, Error>;
}

#[cfg(feature = "routes")]
impl IsRouter for crate::routes::Router {
    fn router(self) -> Result<Box<dyn Any + Send + Sync>, Error> {
        Ok(Box::new(self))
    }
}

#[cfg(feature = "routes")]
impl<T: IsRouter, E: IsError> IsRouter for Result<T, E> {
    fn router(self) -> Result<Box<dyn Any + Send + Sync>, Error> {
        self.map_err(IsError::error)?.router()
    }
}

/// Returns the router of an instance, and makes it first if this is the first time.
pub fn routes<S: Send + Sync + 'static, T: IsRouter>(
    instance: &(dyn Any + Send + Sync),
    make: fn(&S) -> T,
) -> Result<&(dyn Any + Send + Sync), Error> {
    let kept = Held::<S>::router(instance).expect("a plugin's code is given its own instance");
    if let Some(router) = kept.get() {
        return Ok(&**router);
    }
    let router = make(super::lifecycle::this(instance)).router()?;
    // Of two that were made at once, one is kept.
    Ok(&**kept.get_or_init(|| router))
}
