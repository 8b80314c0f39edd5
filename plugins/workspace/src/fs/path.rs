use crate::error::FileError;
use std::path::{Component, Path, PathBuf};

/// Returns a path as one that can be opened beneath the root. Absolute paths are refused here; paths that lead out of
/// the root are refused when they are opened.
pub(crate) fn relative(path: &str) -> Result<&Path, FileError> {
    if path.contains('\0') {
        return Err(FileError::Nul);
    }
    let relative = Path::new(if path.is_empty() { "." } else { path });
    if relative.has_root() {
        return Err(FileError::Absolute(path.into()));
    }
    Ok(relative)
}

/// Returns a base with a path appended, whose `.` and `..` are resolved.
pub(super) fn join_normalized(base: &Path, rest: &Path) -> PathBuf {
    let mut joined = base.to_owned();
    for part in rest.components() {
        match part {
            Component::Normal(name) => joined.push(name),
            Component::ParentDir => {
                joined.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    joined
}

/// Returns a path as text on one line; control characters are escaped.
pub(crate) fn on_one_line(path: &Path) -> String {
    let mut text = String::new();
    for c in path.to_string_lossy().chars() {
        if c.is_control() { text.extend(c.escape_default()) } else { text.push(c) }
    }
    text
}
