//! Configuration, init, start and stop of a plugin, and its instance.

use super::error::IsError;
use crate::config::Section;
use crate::error::Error;
use crate::plugin::{Held, InitError, Instance};
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use std::any::Any;

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a plugin's configuration",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsConfig: Sized {
    fn parse(section: Section) -> Result<Self, InitError>;
    fn schema() -> Schema;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsConfig for T {
    fn parse(section: Section) -> Result<Self, InitError> {
        section.parse_of_plugin().map_err(InitError::Config)
    }

    fn schema() -> Schema {
        schemars::schema_for!(T)
    }
}

/// The section of a plugin without a configuration: every key in it is a mistake.
pub fn no_config(section: Section) -> Result<(), InitError> {
    #[derive(serde::Deserialize, JsonSchema)]
    struct Nothing {}
    <Nothing as IsConfig>::parse(section).map(drop)
}

#[diagnostic::on_unimplemented(
    message = "`#[init]` of `{S}` cannot return `{Self}`",
    label = "return `Self` or `hookwire::Result<Self>`"
)]
pub trait IsMade<S> {
    fn made(self) -> Result<S, Error>;
}

impl<S> IsMade<S> for S {
    fn made(self) -> Result<S, Error> {
        Ok(self)
    }
}

impl<S, E: IsError> IsMade<S> for Result<S, E> {
    fn made(self) -> Result<S, Error> {
        self.map_err(IsError::error)
    }
}

pub fn made<S: Send + Sync + 'static, T: IsMade<S>>(value: T) -> Result<Instance, InitError> {
    match value.made() {
        Ok(plugin) => Ok(Held::instance(plugin)),
        Err(error) => Err(InitError::Failed(error)),
    }
}

#[diagnostic::on_unimplemented(
    message = "`#[plugin]` without `#[init]` needs `{Self}: Default`",
    label = "derive `Default`, or add `#[init] fn new(..) -> Self`"
)]
pub trait IsDefault {
    fn make() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> IsDefault for T {
    fn make() -> Self {
        T::default()
    }
}

#[diagnostic::on_unimplemented(
    message = "`#[start]` and `#[stop]` cannot return `{Self}`",
    label = "return `()` or `hookwire::Result<()>`"
)]
pub trait IsDone {
    fn done(self) -> Result<(), Error>;
}

impl IsDone for () {
    fn done(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: IsError> IsDone for Result<(), E> {
    fn done(self) -> Result<(), Error> {
        self.map_err(IsError::error)
    }
}

pub fn done<T: IsDone>(value: T) -> Result<(), Error> {
    value.done()
}

/// The plugin behind an instance; `#[plugin]` makes both from one type.
pub fn this<S: Send + Sync + 'static>(instance: &(dyn Any + Send + Sync)) -> &S {
    Held::find(instance).expect("a plugin's code is given its own instance")
}
