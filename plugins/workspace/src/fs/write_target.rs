use super::draft::Draft;
use super::open::open_regular_file;
use super::path::relative;
use super::root::Root;
use crate::error::FileError;
use cap_std::fs::{Dir, Metadata, MetadataExt};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A file that is to be written, whether it exists or not.
#[derive(Debug)]
pub(crate) struct WriteTarget {
    path: String,
    folder: Dir,
    name: OsString,
    /// The metadata of the file when the target was opened; `None` if there was no file.
    old: Option<Metadata>,
}

impl WriteTarget {
    /// Opens the file's folder, which is made if there is none. Secret and `protect`ed names, links, folders, special
    /// and read-only files are refused.
    pub(crate) fn open(root: &Root, path: &str, protect: &[String]) -> Result<Self, FileError> {
        let relative = relative(path)?;
        let name = relative.file_name().filter(|_| !path.ends_with('/'));
        let name = name.ok_or_else(|| FileError::Folder(path.into()))?.to_owned();
        let parent = relative.parent().filter(|parent| !parent.as_os_str().is_empty());
        root.check_readable(path, relative)?;
        if let Some(name) = root.find_name(relative, protect) {
            return Err(FileError::Protected { path: path.into(), name: name.into() });
        }
        let folder = open_or_create(root.dir(), parent.unwrap_or(Path::new(".")));
        let folder = folder.map_err(|source| FileError::from_io(path, "written", source))?;
        let mut target = Self { path: path.into(), folder, name, old: None };
        target.old = target.metadata()?;
        Ok(target)
    }

    /// Returns whether the file existed when the target was opened.
    pub(crate) fn exists(&self) -> bool {
        self.old.is_some()
    }

    /// Reads the present contents, unless they are longer than `max_bytes`.
    pub(crate) fn read(&self, max_bytes: usize) -> Result<Vec<u8>, FileError> {
        let failed = |source| FileError::from_io(&self.path, "read", source);
        let bytes = self.old.as_ref().ok_or_else(|| FileError::Missing(self.path.clone()))?.len();
        if bytes > max_bytes as u64 {
            return Err(FileError::TooLarge { path: self.path.clone(), bytes, limit: max_bytes });
        }
        let mut contents = Vec::new();
        let file = open_regular_file(&self.folder, Path::new(&self.name), &self.path)?;
        file.take(max_bytes as u64 + 1).read_to_end(&mut contents).map_err(failed)?;
        Ok(contents)
    }

    /// Replaces the contents of the file: all of them or, if anything fails, none.
    pub(crate) fn replace(&self, contents: &[u8]) -> Result<(), FileError> {
        let failed = |source| FileError::from_io(&self.path, "written", source);
        // The new file gets the mode of the old one; until then nobody else may read it.
        let draft = Draft::create(&self.folder, self.old.is_some()).map_err(failed)?;
        draft.write(contents, self.old.as_ref().map(Metadata::permissions)).map_err(failed)?;
        let now = self.metadata()?;
        if now.as_ref().map(version) != self.old.as_ref().map(version) {
            return Err(FileError::Changed(self.path.clone()));
        }
        draft.rename_to(&self.name).map_err(failed)
    }

    /// Returns the metadata of the file, if it exists and may be written.
    fn metadata(&self) -> Result<Option<Metadata>, FileError> {
        let path = || self.path.clone();
        let found = match self.folder.symlink_metadata(&self.name) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(FileError::from_io(&self.path, "written", error)),
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

/// Returns an error if a text is longer than `limit` bytes.
pub(crate) fn check_size(path: &str, text: &str, limit: usize) -> Result<(), FileError> {
    let bytes = text.len() as u64;
    if text.len() > limit { Err(FileError::TooLarge { path: path.into(), bytes, limit }) } else { Ok(()) }
}

fn open_or_create(root: &Dir, folder: &Path) -> io::Result<Dir> {
    match root.open_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            root.create_dir_all(folder)?;
            root.open_dir(folder)
        }
        other => other,
    }
}

/// Returns what differs after any write to a file: inode, length and time of change.
fn version(file: &Metadata) -> (u64, u64, i64, i64) {
    (file.ino(), file.len(), file.ctime(), file.ctime_nsec())
}
