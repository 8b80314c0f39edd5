use crate::error::FileError;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf, absolute};

/// Returns where the host's data folder lies beneath the root, if it does; refuses a root that is, or is in, that folder.
pub(crate) fn beneath(root: &Path, data: &Path) -> Result<Option<PathBuf>, FileError> {
    let data = real(data).map_err(|source| FileError::NoData { path: data.to_owned(), source })?;
    if root.starts_with(&data) {
        return Err(FileError::RootInData { root: root.to_owned(), data });
    }
    Ok(data.strip_prefix(root).ok().map(Path::to_owned))
}

/// Returns where a folder really is, or will be when it is made.
fn real(folder: &Path) -> io::Result<PathBuf> {
    let folder = absolute(folder)?;
    for ancestor in folder.ancestors() {
        match ancestor.canonicalize() {
            // A link to what is not there may lead anywhere tomorrow.
            Err(error) if error.kind() == ErrorKind::NotFound && !ancestor.is_symlink() => {}
            found => return Ok(joined(&found?, folder.strip_prefix(ancestor).unwrap_or(&folder))),
        }
    }
    Ok(folder)
}

/// Joins two paths, without the detours of the second.
pub(crate) fn joined(base: &Path, rest: &Path) -> PathBuf {
    let mut whole = base.to_owned();
    for part in rest.components() {
        match part {
            Component::Normal(name) => whole.push(name),
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    whole
}
