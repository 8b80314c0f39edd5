use super::draft::is_draft;
use super::path::{on_one_line, relative};
use super::root::Root;
use crate::blocking::Cancellation;
use crate::error::FileError;
use cap_std::fs::{Dir, FileType};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// A walk through a folder, in the order of names.
///
/// It leaves out the host's data folder and drafts without a word, and folders that begin with a dot or have an ignored
/// name with a note. Symbolic links are entries of their own and are not followed.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    root: &'a Root,
    ignore: &'a [String],
    cancellation: &'a Cancellation,
    /// The folder where the walk starts, as it was given.
    start: PathBuf,
    /// The same folder without links.
    resolved_start: PathBuf,
    /// The entries still to come, the next one last.
    pending: Vec<Entry>,
    /// The names of the folders that were left out.
    left_out: BTreeSet<String>,
}

/// An entry of a folder.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The path, relative to the root.
    pub(crate) path: PathBuf,
    /// Whether the entry is a file, a folder, a link or something else.
    pub(crate) kind: FileType,
}

impl<'a> Walk<'a> {
    /// Starts a walk in a folder; `ignore` are the names of folders to leave out.
    pub(crate) fn new(
        root: &'a Root,
        path: &str,
        ignore: &'a [String],
        cancellation: &'a Cancellation,
    ) -> Result<Self, FileError> {
        let failed = |source| FileError::from_io(path, "listed", source);
        let relative = relative(path)?;
        root.check_readable(path, relative)?;
        let dir = root.dir().open_dir(relative).map_err(failed)?;
        let start: PathBuf = relative.components().filter(|part| part.as_os_str() != ".").collect();
        let mut walk = Self {
            root,
            ignore,
            cancellation,
            start: start.clone(),
            resolved_start: root.resolve(relative),
            pending: Vec::new(),
            left_out: BTreeSet::new(),
        };
        walk.add_entries(&dir, &start).map_err(failed)?;
        Ok(walk)
    }

    /// Returns the next entry. If it is a folder and `recursive` is set, its entries follow.
    pub(crate) fn next(&mut self, recursive: bool) -> Result<Option<Entry>, FileError> {
        self.cancellation.check()?;
        let Some(entry) = self.pending.pop() else { return Ok(None) };
        if recursive && entry.kind.is_dir() {
            // A folder that has vanished, or may not be read, has no entries.
            if let Ok(dir) = self.root.dir().open_dir(&entry.path) {
                let _ = self.add_entries(&dir, &entry.path);
            }
        }
        Ok(Some(entry))
    }

    /// Returns a note that names the folders which were left out, if there are any.
    pub(crate) fn left_out_note(&self) -> Option<String> {
        let names: Vec<_> = self.left_out.iter().take(10).map(String::as_str).collect();
        let note = || format!("(left out: {}; name one as `path` to look into it)", names.join(", "));
        (!names.is_empty()).then(note)
    }

    fn add_entries(&mut self, dir: &Dir, folder: &Path) -> io::Result<()> {
        let mut entries = Vec::new();
        // Links are not followed, so beneath the start a path has no links in it.
        let resolved = self.resolved_start.join(folder.strip_prefix(&self.start).unwrap_or(folder));
        for entry in dir.entries()? {
            let entry = entry?;
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            if self.root.is_data(&resolved.join(&name)) || is_draft(&name) {
                continue;
            }
            if kind.is_dir() && self.is_ignored(&name.to_string_lossy()) {
                self.left_out.insert(on_one_line(Path::new(&name)));
                continue;
            }
            entries.push(Entry { path: folder.join(name), kind });
        }
        entries.sort_by(|left, right| right.path.cmp(&left.path));
        self.pending.append(&mut entries);
        Ok(())
    }

    fn is_ignored(&self, name: &str) -> bool {
        name.starts_with('.') || self.ignore.iter().any(|ignored| ignored == name)
    }
}
