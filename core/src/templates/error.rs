use minijinja::{Error, ErrorKind};
use std::error::Error as _;

/// Where a template is wrong, and what is wrong there.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    /// The name of the template.
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) why: String,
}

impl Mistake {
    /// Reads an error; one of an included template or a block is told as its own.
    pub(super) fn of(error: &Error, asked: &str) -> Self {
        let mut inmost = error;
        while let Some(inner) = inmost.source().and_then(|source| source.downcast_ref::<Error>()) {
            inmost = inner;
        }
        let why = match inmost.detail() {
            Some(detail) => detail.to_owned(),
            None => inmost.kind().to_string(),
        };
        Self { name: inmost.name().unwrap_or(asked).to_owned(), line: inmost.line().unwrap_or(1), why }
    }
}

/// Returns whether an error says that a template takes too many steps, wherever it is caught.
pub(super) fn is_out_of_fuel(error: &Error) -> bool {
    let mut error = Some(error);
    while let Some(inner) = error {
        if inner.kind() == ErrorKind::OutOfFuel {
            return true;
        }
        error = inner.source().and_then(|source| source.downcast_ref::<Error>());
    }
    false
}
