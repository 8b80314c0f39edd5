use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, File, OpenOptions};
use hookwire::cx::{DirEntry, DirError, DirUsage, FileWrite};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use uuid::Uuid;

/// The beginning of the names of files that are being written.
const DRAFT: &str = ".hookwire-draft-";

/// A folder by its handle: neither a path nor a link leads out of it.
#[derive(Debug)]
pub(super) struct Folder(Dir);

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Self, DirError> {
        let dir = Dir::open_ambient_dir(path, ambient_authority());
        dir.map(Self).map_err(|source| DirError::Io { path: String::new(), action: "opened", source })
    }

    /// Returns the contents of a file, if it is there.
    pub(super) fn read(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, DirError> {
        // Looked at before it is opened, as opening a pipe without a writer would block.
        let Some(bytes) = self.file_bytes(path, "read")? else { return Ok(None) };
        let file = self.0.open(path).map_err(failed(path, "read"))?;
        let mut contents = Vec::new();
        // It may have grown since then.
        file.take(most.saturating_add(1)).read_to_end(&mut contents).map_err(failed(path, "read"))?;
        let bytes = bytes.max(contents.len() as u64);
        if bytes > most {
            Err(DirError::TooLarge { path: path.into(), bytes, most })
        } else {
            Ok(Some(contents))
        }
    }

    /// Writes a file, unless there would be too much then. Nobody else may write meanwhile.
    pub(super) fn write(&self, path: &str, write: &FileWrite) -> Result<(), DirError> {
        let old = self.file_bytes(path, "written")?;
        let mut others = usage(&self.0).map_err(failed(path, "written"))?;
        let mut bytes = write.contents.len() as u64;
        if let Some(old) = old {
            others.bytes = others.bytes.saturating_sub(old);
            others.files = others.files.saturating_sub(1);
            bytes += if write.append { old } else { 0 };
        }
        let (parent, name) = path.rsplit_once('/').unwrap_or((".", path));
        others.files += self.missing_parents(parent);
        write.quota.check(path, bytes, others)?;
        let put = || {
            self.make_parents(parent)?;
            let parent = self.0.open_dir(parent)?;
            if write.append {
                append(&parent, name, &write.contents)
            } else {
                replace(&parent, name, &write.contents)
            }
        };
        put().map_err(failed(path, "written"))
    }

    /// Returns what lies in a folder, by name.
    pub(super) fn list(&self, path: &str) -> Result<Vec<DirEntry>, DirError> {
        let entries = match self.0.read_dir(if path.is_empty() { "." } else { path }) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Err(DirError::OtherKind { path: path.into(), wanted: "folder" });
            }
            entries => entries.map_err(failed(path, "listed"))?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed(path, "listed"))?;
            let metadata = entry.metadata().map_err(failed(path, "listed"))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = if metadata.is_dir() { 0 } else { metadata.len() };
            found.push(DirEntry { name, is_folder: metadata.is_dir(), bytes });
        }
        found.retain(|entry| !entry.name.starts_with(DRAFT));
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// Removes a file or a folder; of a link itself, not what it leads to. Returns whether it was there.
    pub(super) fn remove(&self, path: &str) -> Result<bool, DirError> {
        let removed = match self.0.symlink_metadata(path) {
            Ok(found) if found.is_dir() => self.0.remove_dir_all(path),
            Ok(_) => self.0.remove_file(path),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => Err(error),
        };
        removed.map(|()| true).map_err(failed(path, "removed"))
    }

    /// Returns the size of a file, if it is there.
    fn file_bytes(&self, path: &str, action: &'static str) -> Result<Option<u64>, DirError> {
        match self.0.metadata(path) {
            Ok(found) if found.is_file() => Ok(Some(found.len())),
            Ok(_) => Err(DirError::OtherKind { path: path.into(), wanted: "file" }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(path, action)(error)),
        }
    }

    /// Returns how many folders a write would make.
    fn missing_parents(&self, parent: &str) -> u64 {
        parents(parent).map(|it| u64::from(self.0.symlink_metadata(it).is_err())).sum()
    }

    fn make_parents(&self, parent: &str) -> io::Result<()> {
        for parent in parents(parent) {
            let mut builder = DirBuilder::new();
            #[cfg(unix)]
            cap_std::fs::DirBuilderExt::mode(&mut builder, 0o700);
            match self.0.create_dir_with(parent, &builder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns a folder's path and those of the folders it lies in, the outermost first; none for the plugin's folder itself.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.map(move |end| &path[..end]).filter(|parent| *parent != ".")
}

/// Returns the options to write a file; a new one can be read by nobody else.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    cap_std::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn append(folder: &Dir, name: &str, contents: &[u8]) -> io::Result<()> {
    let mut file = folder.open_with(name, private().append(true).create(true))?;
    let length = file.metadata()?.len();
    let written = file.write_all(contents).and_then(|()| file.sync_data());
    if written.is_err() {
        // What cannot be taken back stays; the error is told in any case.
        let _ = file.set_len(length);
    }
    written
}

fn replace(folder: &Dir, name: &str, contents: &[u8]) -> io::Result<()> {
    let draft = format!("{DRAFT}{}", Uuid::new_v4().simple());
    let write = |mut file: File| {
        file.write_all(contents)?;
        file.sync_all()
    };
    let written = folder
        .open_with(&draft, private().write(true).create_new(true))
        .and_then(write)
        .and_then(|()| folder.rename(&draft, folder, name));
    if written.is_err() {
        // It may not have come to be.
        let _ = folder.remove_file(&draft);
    }
    written
}

/// Returns what there is in a folder, and removes what a host that died has left half written.
fn usage(folder: &Dir) -> io::Result<DirUsage> {
    let mut usage = DirUsage::default();
    for entry in folder.entries()? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            let inner = self::usage(&entry.open_dir()?)?;
            usage.bytes += inner.bytes;
            // A folder counts as a file does: empty ones take room as well.
            usage.files += 1 + inner.files;
        } else if entry.file_name().to_string_lossy().starts_with(DRAFT) {
            entry.remove_file()?;
        } else {
            usage.bytes += metadata.len();
            usage.files += 1;
        }
    }
    Ok(usage)
}

fn failed(path: &str, action: &'static str) -> impl Fn(io::Error) -> DirError {
    let path = path.to_owned();
    move |source| {
        // cap-std reports an escape without a code of the system; `openat2` reports one as another device.
        let is_escape = match source.raw_os_error() {
            None => source.kind() == ErrorKind::PermissionDenied,
            Some(_) => source.kind() == ErrorKind::CrossesDevices,
        };
        if is_escape {
            return DirError::Outside { path: path.clone() };
        }
        DirError::Io { path: path.clone(), action, source }
    }
}
