use crate::cx::{DirEntry, DirError, DirService, DirUsage, FileWrite};
use crate::error::Result;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

static MADE: AtomicU32 = AtomicU32::new(0);

/// A folder with those of plugins: a temporary one, or one that a test names.
#[derive(Debug)]
pub struct FakeDir {
    folder: PathBuf,
    is_temporary: bool,
}

/// Takes a folder that goes with the test.
impl Default for FakeDir {
    fn default() -> Self {
        let name = format!("hookwire-kit-{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        Self { folder: std::env::temp_dir().join(name), is_temporary: true }
    }
}

impl Drop for FakeDir {
    fn drop(&mut self) {
        if self.is_temporary {
            // It is not there if no plugin has asked for it.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

impl FakeDir {
    /// Takes a folder that stays.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), is_temporary: false }
    }

    fn home(&self, plugin: &str) -> Result<PathBuf, DirError> {
        let home = self.folder.join(plugin);
        fs::create_dir_all(&home).and_then(|()| home.canonicalize()).map_err(failed("", "made"))
    }

    /// Returns where a file is to be found; a link that leads out of the plugin's folder is refused.
    fn place(&self, plugin: &str, path: &str) -> Result<PathBuf, DirError> {
        let home = self.home(plugin)?;
        let place = home.join(path);
        let existing = place.ancestors().find_map(|part| part.canonicalize().ok());
        let is_dangling = place.is_symlink() && place.canonicalize().is_err();
        if is_dangling || existing.is_some_and(|part| !part.starts_with(&home)) {
            return Err(DirError::Outside { path: path.into() });
        }
        Ok(place)
    }

    fn read_file(&self, plugin: &str, path: &str, most: u64) -> Result<Option<Vec<u8>>, DirError> {
        let place = self.place(plugin, path)?;
        match fs::metadata(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(path, "read")(error)),
            Ok(found) if !found.is_file() => Err(DirError::OtherKind { path: path.into(), wanted: "file" }),
            Ok(found) if found.len() > most => {
                Err(DirError::TooLarge { path: path.into(), bytes: found.len(), most })
            }
            Ok(_) => fs::read(&place).map(Some).map_err(failed(path, "read")),
        }
    }

    fn write_file(&self, plugin: &str, path: &str, write: &FileWrite) -> Result<(), DirError> {
        let place = self.place(plugin, path)?;
        let old = fs::metadata(&place).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Err(DirError::OtherKind { path: path.into(), wanted: "file" });
        }
        let home = self.home(plugin)?;
        let mut others = usage(&home).map_err(failed(path, "written"))?;
        let mut bytes = write.contents.len() as u64;
        if let Some(old) = old {
            others.bytes = others.bytes.saturating_sub(old.len());
            others.files = others.files.saturating_sub(1);
            bytes += if write.append { old.len() } else { 0 };
        }
        others.files += missing_parents(&home, &place);
        write.quota.check(path, bytes, others)?;
        let put = || {
            fs::create_dir_all(place.parent().unwrap_or(&home))?;
            let mut options = OpenOptions::new();
            options.create(true).append(write.append).write(true).truncate(!write.append);
            options.open(&place)?.write_all(&write.contents)
        };
        put().map_err(failed(path, "written"))
    }

    fn list_folder(&self, plugin: &str, path: &str) -> Result<Vec<DirEntry>, DirError> {
        let place = self.place(plugin, path)?;
        let entries = match fs::read_dir(place) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Err(DirError::OtherKind { path: path.into(), wanted: "folder" });
            }
            entries => entries.map_err(failed(path, "listed"))?,
        };
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            let (found, name) = (entry.metadata()?, entry.file_name().to_string_lossy().into_owned());
            let bytes = if found.is_dir() { 0 } else { found.len() };
            Ok(DirEntry { name, is_folder: found.is_dir(), bytes })
        };
        let mut found: Vec<_> =
            entries.map(entry).collect::<io::Result<_>>().map_err(failed(path, "listed"))?;
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    fn remove_any(&self, plugin: &str, path: &str) -> Result<bool, DirError> {
        // A link is removed, and not what it leads to.
        let place = match path.rsplit_once('/') {
            Some((folder, name)) => self.place(plugin, folder)?.join(name),
            None => self.home(plugin)?.join(path),
        };
        let removed = match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(&place),
            Ok(_) => fs::remove_file(&place),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => Err(error),
        };
        removed.map(|()| true).map_err(failed(path, "removed"))
    }
}

fn failed(path: &str, action: &'static str) -> impl Fn(io::Error) -> DirError {
    let path = path.to_owned();
    move |source| DirError::Io { path: path.clone(), action, source }
}

/// Returns how many folders a write would make.
fn missing_parents(home: &Path, place: &Path) -> u64 {
    let parents = place.ancestors().skip(1).take_while(|parent| *parent != home);
    parents.map(|parent| u64::from(fs::symlink_metadata(parent).is_err())).sum()
}

/// Returns what there is in a folder.
fn usage(folder: &Path) -> io::Result<DirUsage> {
    let mut usage = DirUsage::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let found = entry.metadata()?;
        if found.is_dir() {
            let inner = self::usage(&entry.path())?;
            usage.bytes += inner.bytes;
            // A folder counts as a file does, as it does at a host.
            usage.files += 1 + inner.files;
        } else {
            usage.bytes += found.len();
            usage.files += 1;
        }
    }
    Ok(usage)
}

impl DirService for FakeDir {
    fn path(&self, plugin: &str) -> Result<PathBuf> {
        Ok(self.home(plugin)?)
    }

    fn read<'a>(
        &'a self,
        plugin: &'a str,
        path: &'a str,
        most: u64,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        ready(self.read_file(plugin, path, most).map_err(Into::into)).boxed()
    }

    fn write<'a>(&'a self, plugin: &'a str, path: &'a str, write: FileWrite) -> BoxFuture<'a, Result<()>> {
        ready(self.write_file(plugin, path, &write).map_err(Into::into)).boxed()
    }

    fn list<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<Vec<DirEntry>>> {
        ready(self.list_folder(plugin, path).map_err(Into::into)).boxed()
    }

    fn remove<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<bool>> {
        ready(self.remove_any(plugin, path).map_err(Into::into)).boxed()
    }
}
