//! Folders and files that only the host's own user may read, whatever the umask of the machine.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a folder, and those above it that are missing; an existing folder stays as it is.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Returns the options to open a file; an existing file keeps its mode.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a file for writing; fails if it exists.
pub async fn create_new(path: &Path) -> io::Result<tokio::fs::File> {
    let mut options = options();
    options.write(true).create_new(true);
    tokio::fs::OpenOptions::from(options).open(path).await
}
