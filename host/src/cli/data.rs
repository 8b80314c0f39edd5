use super::CliError;
use crate::config::options::StoreOptions;
use crate::private;
use crate::store::{self, Location, Store, StoreError};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where this run keeps things.
#[derive(Debug)]
pub(super) struct Data {
    folder: Option<PathBuf>,
    at: Option<Location>,
}

impl Data {
    /// Follows the command line, then the configuration, then the platform's convention.
    pub(super) fn of(argument: Option<&Path>, options: &StoreOptions) -> Self {
        let named = argument.map(Path::to_owned).or_else(|| options.data.clone());
        // Names of files are kept, and the next start may be from elsewhere.
        let folder = named.or_else(own).map(|folder| std::path::absolute(&folder).unwrap_or(folder));
        let at = options.url.clone().map(Location::Url).or_else(|| folder.clone().map(Location::Folder));
        Self { folder, at }
    }

    /// Returns where the folder is or will be, if there is a place for it.
    pub(super) fn place(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    fn at(&self) -> Result<&Location, CliError> {
        self.at.as_ref().ok_or(CliError::NoFolder)
    }

    /// Returns the folder, and makes it if it is not there.
    pub(super) fn folder(&self) -> Result<&Path, CliError> {
        let folder = self.place().ok_or(CliError::NoFolder)?;
        let unusable = |source| StoreError::Folder { folder: folder.to_owned(), source };
        private::make_folder(folder).map_err(unusable)?;
        Ok(folder)
    }

    /// Opens the store to work with it; the folder is there then, wherever the store is.
    pub(super) async fn open(&self) -> Result<Arc<dyn Store>, CliError> {
        if self.folder.is_some() {
            self.folder()?;
        }
        Ok(store::open(self.at()?).await?)
    }

    /// Opens the store to change a little, also beside whoever works with it.
    pub(super) async fn join(&self) -> Result<Arc<dyn Store>, CliError> {
        Ok(store::open_shared(self.at()?).await?)
    }

    /// Opens the store to read it, beside whoever works with it.
    pub(super) async fn look(&self) -> Result<Arc<dyn Store>, CliError> {
        Ok(store::open_read_only(self.at()?).await?)
    }
}

/// Returns the folder that the platform has for this.
fn own() -> Option<PathBuf> {
    let path = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |below: &str| path("HOME").map(|home| home.join(below));
    let data = if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        path("XDG_DATA_HOME").or_else(|| home(".local/share"))
    };
    Some(data?.join("hookwire"))
}
