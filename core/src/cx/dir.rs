use super::context::Cx;
use super::permissions::Capability;
use super::services::{DirEntry, DirError, DirQuota, DirService, FileWrite, MissingService};
use crate::error::Result;
use std::path::PathBuf;

/// The plugin's own folder: made by [`Cx::dir`].
///
/// Paths are relative to it, and no path and no link leads out. A file has at most 64 MiB; the folder has at most 1 GiB in
/// 10,000 files and folders. Past that a write is refused.
///
/// ```
/// use hookwire::{Cx, Result, plugin};
///
/// /// Keeps the last answer.
/// #[derive(Default)]
/// struct Archive;
///
/// #[plugin(id = "archive", capabilities = [files])]
/// impl Archive {
///     /// Stores a text.
///     #[tool]
///     async fn store(&self, name: String, text: String, cx: &Cx) -> Result<()> {
///         cx.dir().write(&format!("texts/{name}"), text).await
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Dir<'a> {
    cx: &'a Cx,
}

impl Cx {
    /// Returns the plugin's own folder.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [files])]`. A [`MissingService`] says that this host keeps no
    /// files for plugins.
    pub fn dir(&self) -> Dir<'_> {
        Dir { cx: self }
    }
}

impl<'a> Dir<'a> {
    /// How many bytes a path may have.
    pub const MOST_PATH_BYTES: usize = 512;
    /// How many bytes a file may have.
    pub const MOST_FILE_BYTES: u64 = 64 << 20;
    /// How many bytes all files may have.
    pub const MOST_BYTES: u64 = 1 << 30;
    /// How many files there may be; a folder counts as one.
    pub const MOST_FILES: u64 = 10_000;

    /// Returns the contents of a file, if it is there.
    pub async fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.service()?.read(self.cx.plugin(), checked(path)?, Self::MOST_FILE_BYTES).await
    }

    /// Writes a file, in the place of the old one if there is one: whole or not at all. The folders it lies in are made.
    pub async fn write(&self, path: &str, contents: impl Into<Vec<u8>>) -> Result<()> {
        self.put(path, contents.into(), false).await
    }

    /// Adds to the end of a file, which is made if it is not there: all of it or nothing.
    pub async fn append(&self, path: &str, contents: impl Into<Vec<u8>>) -> Result<()> {
        self.put(path, contents.into(), true).await
    }

    /// Returns what lies in a folder, by name; the empty path is the plugin's folder itself. There is nothing in a folder
    /// that is not there.
    pub async fn list(&self, path: &str) -> Result<Vec<DirEntry>> {
        let path = if path.is_empty() { path } else { checked(path)? };
        self.service()?.list(self.cx.plugin(), path).await
    }

    /// Removes a file, or a folder with everything in it; returns whether it was there.
    pub async fn remove(&self, path: &str) -> Result<bool> {
        self.service()?.remove(self.cx.plugin(), checked(path)?).await
    }

    /// Returns the path of the folder, for libraries that work with paths, such as a database.
    ///
    /// The folder need not be there before something is kept in it. What is done with the path is the plugin's own: neither
    /// links nor limits are looked after.
    pub fn path(&self) -> Result<PathBuf> {
        self.service()?.path(self.cx.plugin())
    }

    async fn put(&self, path: &str, contents: Vec<u8>, append: bool) -> Result<()> {
        let quota =
            DirQuota { file_bytes: Self::MOST_FILE_BYTES, bytes: Self::MOST_BYTES, files: Self::MOST_FILES };
        let write = FileWrite { contents, append, quota };
        self.service()?.write(self.cx.plugin(), checked(path)?, write).await
    }

    fn service(self) -> Result<&'a dyn DirService> {
        self.cx.demand(Capability::Files, "keeps files", "files")?;
        self.cx.services().dir.as_deref().ok_or_else(|| MissingService::dir().into())
    }
}

/// Refuses what is not a plain path on every system.
fn checked(path: &str) -> Result<&str, DirError> {
    let is_name = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.chars().any(|c| c.is_control() || matches!(c, '\\' | ':'))
    };
    if path.len() <= Dir::MOST_PATH_BYTES && path.split('/').all(is_name) {
        return Ok(path);
    }
    Err(DirError::NoPath { path: path.chars().take(40).collect() })
}
