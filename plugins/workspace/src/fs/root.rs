use super::open::open_regular_file;
use super::path::{join_normalized, relative};
use crate::error::FileError;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File};
use hookwire::Cx;
use std::path::{Component, Path, PathBuf};

/// The folder that the file tools cannot leave, by its handle.
#[derive(Debug)]
pub(crate) struct Root {
    dir: Dir,
    path: PathBuf,
    secret: Vec<String>,
    /// The host's data folder, if it lies beneath the root.
    data: Option<PathBuf>,
}

impl Root {
    /// Opens the root. `secret` are the names that are not read; the context knows of the host's data folder.
    pub(crate) fn open(path: &Path, secret: &[String], cx: &Cx) -> Result<Self, FileError> {
        let failed = |source| FileError::Root { path: path.to_owned(), source };
        let path = path.canonicalize().map_err(failed)?;
        let dir = Dir::open_ambient_dir(&path, ambient_authority()).map_err(failed)?;
        let data = cx.host_files_beneath(&path)?;
        Ok(Self { dir, path, secret: secret.to_vec(), data })
    }

    /// Returns the handle of the root.
    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Opens a file to be read.
    pub(crate) fn open_file(&self, path: &str) -> Result<File, FileError> {
        let relative = relative(path)?;
        self.check_readable(path, relative)?;
        open_regular_file(&self.dir, relative, path)
    }

    /// Returns the path of a folder in the file system, once it was opened beneath the root.
    pub(crate) fn folder(&self, path: &str) -> Result<PathBuf, FileError> {
        let relative = relative(path)?;
        self.dir.open_dir(relative).map_err(|source| FileError::from_io(path, "entered", source))?;
        Ok(self.path.join(relative))
    }

    /// Returns an error if a path is secret or lies in the host's data folder.
    pub(super) fn check_readable(&self, path: &str, relative: &Path) -> Result<(), FileError> {
        let resolved = self.resolve(relative);
        if let Some(name) = find_name(relative, &resolved, &self.secret) {
            return Err(FileError::Secret { path: path.into(), name: name.into() });
        }
        if self.is_data(&resolved) {
            return Err(FileError::Data(path.into()));
        }
        Ok(())
    }

    /// Returns whether a resolved path lies in the host's data folder.
    pub(super) fn is_data(&self, resolved: &Path) -> bool {
        self.data.as_ref().is_some_and(|data| resolved.starts_with(data))
    }

    /// Returns a path without links and `..`; parts that do not exist stay as they are.
    pub(super) fn resolve(&self, relative: &Path) -> PathBuf {
        let ancestors = relative.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty());
        let mut existing =
            ancestors.filter_map(|ancestor| Some((ancestor, self.dir.canonicalize(ancestor).ok()?)));
        let (ancestor, resolved) = existing.next().unwrap_or((Path::new(""), PathBuf::new()));
        let rest = relative.strip_prefix(ancestor).unwrap_or(relative);
        join_normalized(Path::new(""), &resolved.join(rest))
    }

    /// Returns the first of the names that is part of a path, as it is given or as it is resolved.
    pub(super) fn find_name<'n>(&self, relative: &Path, names: &'n [String]) -> Option<&'n str> {
        find_name(relative, &self.resolve(relative), names)
    }
}

fn find_name<'n>(relative: &Path, resolved: &Path, names: &'n [String]) -> Option<&'n str> {
    let mut parts = relative.components().chain(resolved.components());
    parts.find_map(|part| {
        let Component::Normal(part) = part else { return None };
        // Some file systems ignore the case of names.
        names.iter().map(|name| &**name).find(|name| part.eq_ignore_ascii_case(name))
    })
}
