//! The texts of errors that several modules share.

use hookwire::suggest;
use std::error::Error;

/// Returns the error text for a name that does not exist: the nearest one, or all there are.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    suggest::unknown(what, name, known)
}

/// Returns an error with all its sources, separated by colons.
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
