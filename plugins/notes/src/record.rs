use crate::note::Note;
use crate::owner::Owner;
use serde::{Deserialize, Serialize};

/// A note with its owner, as it is saved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NoteRecord {
    #[serde(flatten)]
    pub(crate) owner: Owner,
    #[serde(flatten)]
    pub(crate) note: Note,
}
