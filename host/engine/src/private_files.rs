//! Folders and files that only the host's own user may read, whatever is usual on the machine.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, and those above it that are missing; one that is there stays as it is.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Returns how files are opened; one that is there keeps its mode.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a file that is not there yet, to be written.
pub async fn create_new(path: &Path) -> io::Result<tokio::fs::File> {
    let mut options = options();
    options.write(true).create_new(true);
    tokio::fs::OpenOptions::from(options).open(path).await
}
