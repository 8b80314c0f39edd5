use crate::data::{beneath, joined};
use crate::error::FileError;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions, OpenOptionsExt};
use rustix::fs::OFlags;
use rustix::io::Errno;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// The folder beneath which everything happens, by its handle.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) dir: Dir,
    path: PathBuf,
    secret: Vec<String>,
    /// Where the host keeps what all its users said and sent, if that lies beneath the root.
    data: Option<PathBuf>,
}

impl Root {
    pub(crate) fn open(path: &Path, secret: &[String], data: Option<&Path>) -> Result<Self, FileError> {
        let failed = |source| FileError::Root { path: path.to_owned(), source };
        let whole = path.canonicalize().map_err(failed)?;
        let dir = Dir::open_ambient_dir(&whole, ambient_authority()).map_err(failed)?;
        let data = data.map(|data| beneath(&whole, data)).transpose()?.flatten();
        Ok(Self { dir, path: whole, secret: secret.to_vec(), data })
    }

    /// Opens a file to be read.
    pub(crate) fn file(&self, path: &str) -> Result<File, FileError> {
        let place = checked(path)?;
        self.refuse_secret(path, place)?;
        opened(&self.dir, place, path)
    }

    /// Refuses what nobody is to read.
    pub(crate) fn refuse_secret(&self, path: &str, place: &Path) -> Result<(), FileError> {
        let real = self.real(place);
        if let Some(name) = named(place, &real, &self.secret) {
            return Err(FileError::Secret { path: path.into(), name: name.into() });
        }
        if self.is_data(&real) {
            return Err(FileError::Data(path.into()));
        }
        Ok(())
    }

    /// Returns whether a path without detours is the host's own.
    pub(crate) fn is_data(&self, place: &Path) -> bool {
        self.data.as_ref().is_some_and(|data| place.starts_with(data))
    }

    /// Returns where a path really leads, or would if what is missing were there.
    pub(crate) fn real(&self, place: &Path) -> PathBuf {
        let there = place.ancestors().filter(|it| !it.as_os_str().is_empty());
        let mut there = there.filter_map(|path| Some((path, self.dir.canonicalize(path).ok()?)));
        let (path, real) = there.next().unwrap_or((Path::new(""), PathBuf::new()));
        joined(Path::new(""), &real.join(place.strip_prefix(path).unwrap_or(place)))
    }

    /// Returns which of the names a path has, as it is given or in the place where it really leads.
    pub(crate) fn names<'n>(&self, place: &Path, names: &'n [String]) -> Option<&'n str> {
        named(place, &self.real(place), names)
    }

    /// Returns a folder's place in the file system, once it was opened beneath the root.
    pub(crate) fn folder(&self, path: &str) -> Result<PathBuf, FileError> {
        let place = checked(path)?;
        self.dir.open_dir(place).map_err(|source| failed(path, "entered", source))?;
        Ok(self.path.join(place))
    }
}

/// Returns which of the names stands in a path, or in the one where it really leads.
fn named<'n>(place: &Path, real: &Path, names: &'n [String]) -> Option<&'n str> {
    let mut parts = place.components().chain(real.components());
    parts.find_map(|part| {
        let Component::Normal(part) = part else { return None };
        // Some file systems do not tell one case from the other.
        names.iter().map(|name| &**name).find(|name| part.eq_ignore_ascii_case(name))
    })
}

/// Opens a file beneath a folder; what is no file is refused, and never waited for.
pub(crate) fn opened(dir: &Dir, place: &Path, path: &str) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    // A pipe without a writer would keep the thread.
    options.read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    let failed = |source| failed(path, "read", source);
    let file = dir.open_with(place, &options).map_err(failed)?;
    let kind = file.metadata().map_err(failed)?.file_type();
    match () {
        () if kind.is_file() => Ok(file),
        () if kind.is_dir() => Err(FileError::Folder(path.into())),
        () => Err(FileError::Special(path.into())),
    }
}

/// Refuses what cannot be a path beneath the root; what leads out of it is refused when it is opened.
pub(crate) fn checked(path: &str) -> Result<&Path, FileError> {
    if path.contains('\0') {
        return Err(FileError::Nul);
    }
    let place = Path::new(if path.is_empty() { "." } else { path });
    if place.has_root() {
        return Err(FileError::Absolute(path.into()));
    }
    Ok(place)
}

/// Puts an error of the system into words that say what next.
pub(crate) fn failed(path: &str, doing: &'static str, source: io::Error) -> FileError {
    // An escape is no error of the system, or it is what `openat2` says of one.
    let escape = match source.raw_os_error() {
        None => source.kind() == ErrorKind::PermissionDenied,
        Some(code) => code == Errno::XDEV.raw_os_error(),
    };
    match source.kind() {
        _ if escape => FileError::Outside(path.into()),
        ErrorKind::NotFound => FileError::Missing(path.into()),
        ErrorKind::IsADirectory => FileError::Folder(path.into()),
        _ => FileError::Io { doing, path: path.into(), source },
    }
}

/// Returns a path as it is told: on one line, whatever is in it.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for c in path.to_string_lossy().chars() {
        if c.is_control() { text.extend(c.escape_default()) } else { text.push(c) }
    }
    text
}
