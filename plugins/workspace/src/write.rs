use crate::draft::Draft;
use crate::error::FileError;
use crate::root::{Root, checked, failed, opened};
use cap_std::fs::{Dir, Metadata, MetadataExt};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A file that is to be written, whether it is there or not.
#[derive(Debug)]
pub(crate) struct Target {
    path: String,
    folder: Dir,
    name: OsString,
    /// What it was like when it was looked at first.
    old: Option<Metadata>,
}

impl Target {
    /// Finds the file's folder, makes it if need be, and refuses what is not to be written.
    pub(crate) fn find(root: &Root, path: &str, protect: &[String]) -> Result<Self, FileError> {
        let place = checked(path)?;
        let name = place.file_name().filter(|_| !path.ends_with('/'));
        let name = name.ok_or_else(|| FileError::Folder(path.into()))?.to_owned();
        let parent = place.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        root.refuse_secret(path, place)?;
        if let Some(name) = root.names(place, protect) {
            return Err(FileError::Protected { path: path.into(), name: name.into() });
        }
        let failed = |source| failed(path, "written", source);
        let folder = open_or_make(&root.dir, parent).map_err(failed)?;
        let mut target = Self { path: path.into(), folder, name, old: None };
        target.old = target.look()?;
        Ok(target)
    }

    /// Returns whether the file is there.
    pub(crate) fn exists(&self) -> bool {
        self.old.is_some()
    }

    /// Reads what is there, unless it has more than `most` bytes.
    pub(crate) fn read(&self, most: usize) -> Result<Vec<u8>, FileError> {
        let failed = |source| failed(&self.path, "read", source);
        let bytes = self.old.as_ref().ok_or_else(|| FileError::Missing(self.path.clone()))?.len();
        if bytes > most as u64 {
            return Err(FileError::TooLarge { path: self.path.clone(), bytes, limit: most });
        }
        let mut contents = Vec::new();
        let file = opened(&self.folder, Path::new(&self.name), &self.path)?;
        file.take(most as u64 + 1).read_to_end(&mut contents).map_err(failed)?;
        Ok(contents)
    }

    /// Puts new contents in the place of the old ones: all of them or, if anything fails, none.
    pub(crate) fn replace(&self, contents: &[u8]) -> Result<(), FileError> {
        let failed = |source| failed(&self.path, "written", source);
        let draft = Draft::new(&self.folder, self.old.is_some()).map_err(failed)?;
        draft.fill(contents, self.old.as_ref().map(Metadata::permissions)).map_err(failed)?;
        let now = self.look()?;
        if now.as_ref().map(state) != self.old.as_ref().map(state) {
            return Err(FileError::Changed(self.path.clone()));
        }
        self.folder.rename(&draft.name, &self.folder, &self.name).map_err(failed)
    }

    fn look(&self) -> Result<Option<Metadata>, FileError> {
        let path = || self.path.clone();
        let found = match self.folder.symlink_metadata(&self.name) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&self.path, "written", error)),
        };
        if found.is_symlink() {
            let target = self.folder.read_link_contents(&self.name).unwrap_or_default();
            return Err(FileError::Link { link: path(), target: target.display().to_string() });
        }
        match () {
            () if found.is_dir() => Err(FileError::Folder(path())),
            () if !found.is_file() => Err(FileError::Special(path())),
            () if found.permissions().readonly() => Err(FileError::ReadOnly(path())),
            () => Ok(Some(found)),
        }
    }
}

fn open_or_make(root: &Dir, folder: &Path) -> io::Result<Dir> {
    match root.open_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            root.create_dir_all(folder)?;
            root.open_dir(folder)
        }
        other => other,
    }
}

/// What changes whenever somebody writes.
fn state(file: &Metadata) -> (u64, u64, i64, i64) {
    (file.ino(), file.len(), file.ctime(), file.ctime_nsec())
}
