use crate::Note;
use crate::error::StoreError;
use crate::file;
use crate::kept::{Kept, Owner};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::spawn_blocking;

/// Notes in memory and, if there is one, in a file to which each new note is appended.
#[derive(Debug)]
pub(crate) struct Store {
    file: Option<PathBuf>,
    // Held while the file is written, and fair: notes are kept in the order in which they came.
    writing: Arc<tokio::sync::Mutex<()>>,
    notes: Arc<Mutex<Vec<Kept>>>,
}

impl Store {
    /// Opens the file, if there is one; also tells of a torn last line, which is left out.
    pub(crate) fn open(file: Option<PathBuf>) -> Result<(Self, Option<String>), StoreError> {
        let contents = file.as_deref().map(file::read).transpose()?.unwrap_or_default();
        let notes = Arc::new(Mutex::new(contents.notes));
        Ok((Self { file, writing: Arc::default(), notes }, contents.torn))
    }

    /// Returns whether notes outlive the process.
    pub(crate) fn lasts(&self) -> bool {
        self.file.is_some()
    }

    /// Keeps a note, on disk first; returns how many its owner has.
    pub(crate) async fn add(&self, owner: Owner, note: Note) -> Result<usize, StoreError> {
        let note = Kept { owner, note };
        let Some(path) = self.file.clone() else {
            return Ok(push(&self.notes, note));
        };
        let writing = Arc::clone(&self.writing).lock_owned().await;
        let notes = Arc::clone(&self.notes);
        let to = path.clone();
        // All in one task: if the caller goes away, file and memory still agree.
        let task = spawn_blocking(move || {
            let _writing = writing;
            file::append(&to, &note)?;
            Ok(push(&notes, note))
        });
        let kept = task.await.unwrap_or_else(|stopped| Err(stopped.into()));
        kept.map_err(|source| StoreError::File { doing: "written", path, source })
    }

    /// Returns the owner's notes that have every word, in any case.
    pub(crate) fn search(&self, owner: &Owner, words: &str) -> Vec<Note> {
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        let matches = |kept: &&Kept| {
            let text = kept.note.text.to_lowercase();
            kept.owner == *owner && words.iter().all(|word| text.contains(word))
        };
        lock(&self.notes).iter().filter(matches).map(|kept| kept.note.clone()).collect()
    }
}

fn push(notes: &Mutex<Vec<Kept>>, note: Kept) -> usize {
    let mut notes = lock(notes);
    let earlier = notes.iter().filter(|other| other.owner == note.owner).count();
    notes.push(note);
    earlier + 1
}

fn lock(notes: &Mutex<Vec<Kept>>) -> MutexGuard<'_, Vec<Kept>> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}
