//! The words of error texts that several modules share.

use hookwire::suggest;

/// Returns the error text for a name that does not exist: the nearest one, or all there are.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => {
            format!("there is no {what} `{name}`; there are `{}`", known.collect::<Vec<_>>().join("`, `"))
        }
    }
}
