use crate::error::{Result, StaticText};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::path::PathBuf;

/// The service that keeps files for plugins, those of each plugin in a folder of its own.
///
/// A path is relative to that folder and has been checked: names with `/` between them, none of them `.` or `..`. That
/// links on the way do not lead out of the folder is for the service to see to.
pub trait DirService: Send + Sync + fmt::Debug {
    /// Returns the path of a plugin's folder, which need not be there yet.
    fn path(&self, plugin: &str) -> Result<PathBuf>;

    /// Returns the contents of a file of at most `most` bytes, if it is there.
    fn read<'a>(
        &'a self,
        plugin: &'a str,
        path: &'a str,
        most: u64,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>>>;

    /// Writes a file and the folders that it lies in, whole or not at all.
    fn write<'a>(&'a self, plugin: &'a str, path: &'a str, write: FileWrite) -> BoxFuture<'a, Result<()>>;

    /// Returns what lies in a folder, by name; the empty path is the plugin's folder itself.
    fn list<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<Vec<DirEntry>>>;

    /// Removes a file, or a folder with everything in it; returns whether it was there.
    fn remove<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<bool>>;
}

/// A write of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWrite {
    /// What is written.
    pub contents: Vec<u8>,
    /// Whether it is added to the end of the file; otherwise it replaces the file.
    pub append: bool,
    /// How much there may be.
    pub quota: DirQuota,
}

/// How much a plugin may have in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirQuota {
    /// How many bytes a file may have.
    pub file_bytes: u64,
    /// How many bytes all files may have.
    pub bytes: u64,
    /// How many files there may be; a folder counts as one.
    pub files: u64,
}

/// A file or a folder in a plugin's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirEntry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The size of a file in bytes.
    pub bytes: u64,
}

/// Why a file of a plugin's folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum DirError {
    /// The path is none.
    #[error(
        "{path:?} is no path in the plugin's folder: write names with `/` between them, as in `cache/index.json`, \
         without `..`, without a `/` in front, and in at most 512 bytes"
    )]
    NoPath {
        /// How it begins.
        path: String,
    },
    /// A link leads out of the folder.
    #[error("`{path}` leads out of the plugin's folder; remove the link")]
    Outside {
        /// The path.
        path: String,
    },
    /// A folder or something else stands where a file is wanted, or a file where a folder is.
    #[error("`{path}` is not a {wanted}")]
    OtherKind {
        /// The path.
        path: String,
        /// What is wanted: `file` or `folder`.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        wanted: StaticText,
    },
    /// The file is too large.
    #[error("`{path}` has {bytes} bytes, or would have them, and the limit for a file is {most}")]
    TooLarge {
        /// The path.
        path: String,
        /// The size.
        bytes: u64,
        /// The limit.
        most: u64,
    },
    /// The folder is full.
    #[error("`{path}` cannot be written: the plugin's folder may have {most} {what}; remove some")]
    Full {
        /// The path.
        path: String,
        /// What there are too many of: `bytes` or `files`.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        what: StaticText,
        /// The limit.
        most: u64,
    },
    /// The system refuses.
    #[error("`{path}` cannot be {action}: {source}")]
    Io {
        /// The path; empty for the plugin's folder itself.
        path: String,
        /// The operation, as a participle.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        action: StaticText,
        /// The system's error.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::io"))]
        source: io::Error,
    },
}

impl DirQuota {
    /// Makes sure that a file of this path may be written, of so many bytes, `others` with so many beside it.
    pub fn check(&self, path: &str, bytes: u64, others: DirUsage) -> Result<(), DirError> {
        let full = |what, most| Err(DirError::Full { path: path.into(), what, most });
        if bytes > self.file_bytes {
            return Err(DirError::TooLarge { path: path.into(), bytes, most: self.file_bytes });
        }
        match () {
            () if others.bytes.saturating_add(bytes) > self.bytes => full("bytes", self.bytes),
            () if others.files >= self.files => full("files", self.files),
            () => Ok(()),
        }
    }
}

/// What there is in a plugin's folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DirUsage {
    /// How many bytes all files have.
    pub bytes: u64,
    /// How many files there are; a folder counts as one.
    pub files: u64,
}
