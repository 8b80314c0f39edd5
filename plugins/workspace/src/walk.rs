use crate::draft::is_draft;
use crate::error::FileError;
use crate::root::{Root, checked, failed, shown};
use crate::work::Stop;
use cap_std::fs::{Dir, FileType};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Goes through a folder in the order of names; folders that begin with a dot or are to be ignored are left out.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    root: &'a Root,
    ignore: &'a [String],
    stop: &'a Stop,
    /// Where it begins, as it was asked for and as it really is.
    start: (PathBuf, PathBuf),
    /// What is yet to come, the next one last.
    waiting: Vec<Entry>,
    /// The names of the folders that were left out.
    pub(crate) left_out: BTreeSet<String>,
}

/// Something in a folder.
#[derive(Debug)]
pub(crate) struct Entry {
    /// From the root.
    pub(crate) path: PathBuf,
    pub(crate) kind: FileType,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        root: &'a Root,
        path: &str,
        ignore: &'a [String],
        stop: &'a Stop,
    ) -> Result<Self, FileError> {
        let place = checked(path)?;
        root.refuse_secret(path, place)?;
        let dir = root.dir.open_dir(place).map_err(|source| failed(path, "listed", source))?;
        let start: PathBuf = place.components().filter(|it| it.as_os_str() != ".").collect();
        let real = root.real(place);
        let (waiting, left_out) = (Vec::new(), BTreeSet::new());
        let mut walk = Self { root, ignore, stop, start: (start.clone(), real), waiting, left_out };
        walk.add(&dir, &start).map_err(|source| failed(path, "listed", source))?;
        Ok(walk)
    }

    /// Returns the next entry; a folder is gone into afterwards if `enter` says so.
    pub(crate) fn next(&mut self, enter: bool) -> Result<Option<Entry>, FileError> {
        self.stop.check()?;
        let Some(entry) = self.waiting.pop() else { return Ok(None) };
        if enter && entry.kind.is_dir() {
            // A folder that is gone by now, or may not be read, has nothing in it for us.
            if let Ok(dir) = self.root.dir.open_dir(&entry.path) {
                let _ = self.add(&dir, &entry.path);
            }
        }
        Ok(Some(entry))
    }

    fn add(&mut self, dir: &Dir, place: &Path) -> std::io::Result<()> {
        let mut found = Vec::new();
        let (start, real) = &self.start;
        // Links are not gone into: below the start, each thing is where its path says.
        let real = real.join(place.strip_prefix(start).unwrap_or(place));
        for entry in dir.entries()? {
            let entry = entry?;
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            if self.root.is_data(&real.join(&name)) || is_draft(&name) {
                continue;
            }
            if kind.is_dir() && self.ignores(&name.to_string_lossy()) {
                self.left_out.insert(shown(Path::new(&name)));
                continue;
            }
            found.push(Entry { path: place.join(name), kind });
        }
        found.sort_by(|left, right| right.path.cmp(&left.path));
        self.waiting.append(&mut found);
        Ok(())
    }

    fn ignores(&self, name: &str) -> bool {
        name.starts_with('.') || self.ignore.iter().any(|ignored| ignored == name)
    }

    /// Tells which folders were left out.
    pub(crate) fn told(&self) -> Option<String> {
        let names: Vec<_> = self.left_out.iter().take(10).map(String::as_str).collect();
        let told = || format!("(left out: {}; name one as `path` to look into it)", names.join(", "));
        (!names.is_empty()).then(told)
    }
}
