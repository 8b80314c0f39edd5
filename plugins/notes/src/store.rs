use crate::Note;
use crate::error::StoreError;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Notes in memory and, if there is one, in a file to which each new note is appended.
#[derive(Debug)]
pub(crate) struct Store {
    file: Option<PathBuf>,
    notes: Mutex<Vec<Note>>,
}

impl Store {
    pub(crate) fn open(file: Option<PathBuf>) -> Result<Self, StoreError> {
        let notes = file.as_deref().map(read).transpose()?.unwrap_or_default();
        Ok(Self { file, notes: Mutex::new(notes) })
    }

    /// Keeps a note, on disk first; returns how many there are.
    pub(crate) fn add(&self, note: Note) -> Result<usize, StoreError> {
        let mut notes = self.lock();
        if let Some(path) = &self.file {
            append(path, &note).map_err(|source| StoreError::File {
                doing: "written",
                path: path.clone(),
                source,
            })?;
        }
        notes.push(note);
        Ok(notes.len())
    }

    /// Returns the notes that have every word, in any case.
    pub(crate) fn search(&self, words: &str) -> Vec<Note> {
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        let matches = |note: &&Note| {
            let text = note.text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.lock().iter().filter(matches).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Note>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> Result<Vec<Note>, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => {
            return Err(StoreError::File { doing: "read", path: path.to_owned(), source });
        }
    };
    let parse = |(index, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|source| StoreError::Line {
            line: index + 1,
            path: path.to_owned(),
            source,
        })
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(parse).collect()
}

fn append(path: &Path, note: &Note) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(note)?;
    line.push(b'\n');
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(&line)?;
    file.sync_data()
}
