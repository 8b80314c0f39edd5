//! The texts of errors that several modules share.

use hookwire::suggest;
use std::error::Error;

/// Returns the error text for a name that does not exist: the nearest one, or all there are.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => {
            format!("there is no {what} `{name}`; there are `{}`", known.collect::<Vec<_>>().join("`, `"))
        }
    }
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
