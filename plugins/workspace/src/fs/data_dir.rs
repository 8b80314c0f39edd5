use super::path::join_normalized;
use crate::error::FileError;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf, absolute};

/// Returns the host's data folder relative to the root, if it lies beneath it. A root that is the data folder, or lies
/// in it, is an error.
pub(super) fn beneath(root: &Path, data: &Path) -> Result<Option<PathBuf>, FileError> {
    let data = resolve(data).map_err(|source| FileError::NoData { path: data.to_owned(), source })?;
    if root.starts_with(&data) {
        return Err(FileError::RootInData { root: root.to_owned(), data });
    }
    Ok(data.strip_prefix(root).ok().map(Path::to_owned))
}

/// Returns a folder's path without links, also if the folder is yet to be made.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let folder = absolute(folder)?;
    for ancestor in folder.ancestors() {
        match ancestor.canonicalize() {
            // The target of a dangling link is not known before it exists.
            Err(error) if error.kind() == ErrorKind::NotFound && !ancestor.is_symlink() => {}
            found => {
                return Ok(join_normalized(&found?, folder.strip_prefix(ancestor).unwrap_or(&folder)));
            }
        }
    }
    Ok(folder)
}
