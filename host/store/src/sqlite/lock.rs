use crate::files;
use crate::host_lock::HostLock;
use hookwire_engine::store::{StoreError, StoreResult};
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// A locked file, which the system unlocks however the process ends. It cannot be lost.
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl HostLock for FileLock {}

impl FileLock {
    /// Takes the lock of a folder, and writes this process's id into it.
    pub(super) fn acquire(folder: &Path) -> StoreResult<Self> {
        let mut file = open(folder).map_err(|source| unusable(folder, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let read = file.read_to_string(&mut pid).ok();
                let pid = read.and_then(|_| pid.trim().parse().ok());
                return Err(StoreError::InUse { location: folder.display().to_string(), pid });
            }
            Err(TryLockError::Error(source)) => return Err(unusable(folder, source)),
        }
        let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(|source| unusable(folder, source))?;
        Ok(Self { _file: file })
    }
}

fn open(folder: &Path) -> std::io::Result<File> {
    files::make_private_folder(folder)?;
    let mut options = files::private_file();
    options.read(true).write(true).create(true).truncate(false).open(folder.join("hookwire.lock"))
}

fn unusable(folder: &Path, source: std::io::Error) -> StoreError {
    match source.kind() {
        ErrorKind::StorageFull => StoreError::Full(folder.display().to_string()),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied if folder.is_dir() => {
            StoreError::ReadOnly(folder.display().to_string())
        }
        _ => StoreError::Folder { folder: folder.to_owned(), source },
    }
}
