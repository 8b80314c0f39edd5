use hookwire::suggest;

/// Returns the sentence that a name is unknown, with the nearest known one, or all of them if none is near.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    suggest::unknown(what, name, known)
}
