use crate::error::FileError;
use cap_std::fs::{Dir, File, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;
use std::path::Path;

/// Opens a regular file beneath a folder; anything else is refused. `path` is the one that errors name.
pub(super) fn open_regular_file(dir: &Dir, relative: &Path, path: &str) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    // Without this, opening a pipe that has no writer would block the thread.
    options.read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    let failed = |source| FileError::from_io(path, "read", source);
    let file = dir.open_with(relative, &options).map_err(failed)?;
    let kind = file.metadata().map_err(failed)?.file_type();
    match () {
        () if kind.is_file() => Ok(file),
        () if kind.is_dir() => Err(FileError::Folder(path.into())),
        () => Err(FileError::Special(path.into())),
    }
}
