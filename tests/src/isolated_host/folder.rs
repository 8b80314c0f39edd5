use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The folder of a host, which goes with it.
#[derive(Debug)]
pub(super) struct HostFolder(PathBuf);

impl HostFolder {
    pub(super) fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("hookwire-isolation-{}", Uuid::now_v7()));
        fs::create_dir_all(folder.join("tmp")).expect("a folder for the host");
        Self(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the folder for what lives as long as a process.
    pub(super) fn temporary(&self) -> PathBuf {
        self.0.join("tmp")
    }

    /// Returns the names of what was left there.
    pub(super) fn left(&self) -> Vec<String> {
        let entries = fs::read_dir(self.temporary()).expect("the folder is there");
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect()
    }
}

impl Drop for HostFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
