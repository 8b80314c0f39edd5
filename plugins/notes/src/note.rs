use hookwire::Described;
use serde::{Deserialize, Serialize};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Note {
    /// The text of the note.
    pub text: String,
}

impl Note {
    /// Makes a note of a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}
