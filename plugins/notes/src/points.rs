use crate::note::Note;
use hookwire::hook_point;

/// The hook point `notes.saving`: fires before a note is saved. A hook may change the note; an `Err` refuses it.
#[hook_point("notes.saving", kind = edit, event = Note)]
#[derive(Debug)]
pub struct NotesSaving;
