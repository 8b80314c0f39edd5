//! Results of model providers.

use super::error::IsError;
use crate::error::Error;
use crate::model::Model;
use std::sync::Arc;

#[diagnostic::on_unimplemented(
    message = "`#[model]` cannot return `{Self}`",
    label = "return `Arc<dyn hookwire::model::Model>`, or a `hookwire::Result` of it"
)]
pub trait IsModel {
    fn model(self) -> Result<Opened, Error>;
}

/// What a provider gives.
pub type Opened = Arc<dyn Model>;

impl IsModel for Opened {
    fn model(self) -> Result<Opened, Error> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IsModel for Arc<M> {
    fn model(self) -> Result<Opened, Error> {
        Ok(self)
    }
}

impl<T: IsModel, E: IsError> IsModel for Result<T, E> {
    fn model(self) -> Result<Opened, Error> {
        self.map_err(IsError::error)?.model()
    }
}

pub fn model<T: IsModel>(value: T) -> Result<Opened, Error> {
    value.model()
}
