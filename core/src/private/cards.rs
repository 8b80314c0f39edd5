//! Results of methods that fill cards.

use super::error::IsError;
use crate::error::Error;
use crate::plugin::Card;

#[diagnostic::on_unimplemented(
    message = "`#[card]` cannot return `{Self}`",
    label = "return `hookwire::plugin::Card`, or a `hookwire::Result` of it: `Card::text(..)`"
)]
pub trait IsCard {
    fn card(self) -> Result<Card, Error>;
}

impl IsCard for Card {
    fn card(self) -> Result<Card, Error> {
        Ok(self)
    }
}

impl<E: IsError> IsCard for Result<Card, E> {
    fn card(self) -> Result<Card, Error> {
        self.map_err(IsError::error)
    }
}

pub fn card<T: IsCard>(value: T) -> Result<Card, Error> {
    value.card()
}
