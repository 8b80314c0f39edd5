use std::fmt;
use std::path::{Path, PathBuf};

/// The service that names the folder of the host's own files. Plugins do not see it: see
/// [`Cx::host_files_beneath`](crate::Cx::host_files_beneath).
pub trait DataService: Send + Sync + fmt::Debug {
    /// Returns the folder.
    fn folder(&self) -> &Path;
}

impl DataService for PathBuf {
    fn folder(&self) -> &Path {
        self
    }
}
