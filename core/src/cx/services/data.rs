use std::fmt;
use std::path::{Path, PathBuf};

/// The service that names the folder for the host's files.
pub trait DataService: Send + Sync + fmt::Debug {
    /// Returns the folder.
    fn folder(&self) -> &Path;
}

impl DataService for PathBuf {
    fn folder(&self) -> &Path {
        self
    }
}
