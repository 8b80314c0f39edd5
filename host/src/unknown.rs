use hookwire::suggest;

/// Says that there is nothing of a name, and what was meant, or else what there is.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => {
            format!("there is no {what} `{name}`; there are `{}`", known.collect::<Vec<_>>().join("`, `"))
        }
    }
}
