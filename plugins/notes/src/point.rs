use hookwire::hook_point;
use serde::{Deserialize, Serialize};

/// Fired before a note is kept; a hook may change it, and an `Err` refuses it.
#[hook_point("notes.saving", kind = edit, event = Note)]
#[derive(Debug)]
pub struct NotesSaving;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// What it says.
    pub text: String,
}

impl Note {
    /// Makes a note.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}
