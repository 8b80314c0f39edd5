use crate::cx::DataService;
use std::path::{Path, PathBuf};

/// A folder that a test names.
#[derive(Debug, Clone)]
pub struct FakeData(pub PathBuf);

impl DataService for FakeData {
    fn folder(&self) -> &Path {
        &self.0
    }
}
