use crate::error::StoreError;
use crate::json_lines;
use crate::note::Note;
use crate::owner::Owner;
use crate::record::NoteRecord;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::spawn_blocking;

/// The notes of all owners, in memory and, if there is a file, in the file.
#[derive(Debug)]
pub(crate) struct NoteStore {
    file: Option<PathBuf>,
    // Locked while the file is written. It is fair, so notes are saved in the order in which they came.
    writing: Arc<tokio::sync::Mutex<()>>,
    records: Arc<Mutex<Vec<NoteRecord>>>,
}

impl NoteStore {
    /// Opens the file, if there is one. Also returns a warning if its last line is incomplete.
    pub(crate) fn open(file: Option<PathBuf>) -> Result<(Self, Option<String>), StoreError> {
        let contents = file.as_deref().map(json_lines::read).transpose()?.unwrap_or_default();
        let records = Arc::new(Mutex::new(contents.records));
        Ok((Self { file, writing: Arc::default(), records }, contents.warning))
    }

    /// Returns whether notes outlive the process.
    pub(crate) fn is_persistent(&self) -> bool {
        self.file.is_some()
    }

    /// Saves a note, on disk first, and returns how many its owner has.
    pub(crate) async fn add(&self, owner: Owner, note: Note) -> Result<usize, StoreError> {
        let record = NoteRecord { owner, note };
        let Some(path) = self.file.clone() else {
            return Ok(push(&self.records, record));
        };
        let writing = Arc::clone(&self.writing).lock_owned().await;
        let records = Arc::clone(&self.records);
        let file = path.clone();
        // One task for both, so that file and memory agree even if the caller goes away.
        let task = spawn_blocking(move || {
            let _writing = writing;
            json_lines::append(&file, &record)?;
            Ok(push(&records, record))
        });
        let count = task.await.unwrap_or_else(|stopped| Err(stopped.into()));
        count.map_err(|source| StoreError::File { action: "written", path, source })
    }

    /// Returns the notes of all owners, or those of all owners that are called so.
    pub(crate) fn all(&self, user: Option<&str>) -> Vec<NoteRecord> {
        let is_of = |record: &&NoteRecord| user.is_none_or(|user| record.owner.is_called(user));
        lock(&self.records).iter().filter(is_of).cloned().collect()
    }

    /// Returns the owner's notes that contain every word; case is ignored.
    pub(crate) fn search(&self, owner: &Owner, words: &str) -> Vec<Note> {
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        let matches = |record: &&NoteRecord| {
            let text = record.note.text.to_lowercase();
            record.owner == *owner && words.iter().all(|word| text.contains(word))
        };
        lock(&self.records).iter().filter(matches).map(|record| record.note.clone()).collect()
    }
}

/// Adds a note to the memory and returns how many its owner has.
fn push(records: &Mutex<Vec<NoteRecord>>, record: NoteRecord) -> usize {
    let mut records = lock(records);
    let earlier = records.iter().filter(|other| other.owner == record.owner).count();
    records.push(record);
    earlier + 1
}

fn lock(records: &Mutex<Vec<NoteRecord>>) -> MutexGuard<'_, Vec<NoteRecord>> {
    records.lock().unwrap_or_else(PoisonError::into_inner)
}
