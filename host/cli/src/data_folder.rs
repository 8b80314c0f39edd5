use super::error::CliError;
use hookwire_engine::private_files;
use hookwire_engine::store::{Memory, Store, StoreError};
use hookwire_store::StoreOptions;
use hookwire_store::{self as store, Location};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The data folder of this run, and where its store is.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: Option<PathBuf>,
    store: Option<Location>,
}

impl DataFolder {
    /// Takes the folder from the command line, else from the configuration, else from the platform's convention.
    pub(super) fn new(argument: Option<&Path>, options: &StoreOptions) -> Self {
        let named = argument.map(Path::to_owned).or_else(|| options.data.clone());
        // Names of files are stored, and the next start may be from another working directory.
        let path = named.or_else(default_path).map(|path| std::path::absolute(&path).unwrap_or(path));
        let store = options.url.clone().map(Location::Url).or_else(|| path.clone().map(Location::Folder));
        Self { path, store }
    }

    /// Returns the path of the folder, which need not exist yet; `None` if neither the user nor the platform names one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the path of the folder, and makes the folder if it does not exist.
    pub(super) fn create(&self) -> Result<&Path, CliError> {
        let folder = self.path().ok_or(CliError::NoFolder)?;
        let unusable = |source| StoreError::Folder { folder: folder.to_owned(), source };
        private_files::make_folder(folder).map_err(unusable)?;
        Ok(folder)
    }

    /// Opens the store as its only owner. The folder is made even if the store is a database elsewhere.
    pub(super) async fn open_store(&self) -> Result<Arc<dyn Store>, CliError> {
        if self.path.is_some() {
            self.create()?;
        }
        Ok(store::open(self.store()?).await?)
    }

    /// Opens the store to write a little, also while a host owns it.
    pub(super) async fn open_store_shared(&self) -> Result<Arc<dyn Store>, CliError> {
        Ok(store::open_shared(self.store()?).await?)
    }

    /// Opens the store to read it, also while a host owns it.
    pub(super) async fn open_store_read_only(&self) -> Result<Arc<dyn Store>, CliError> {
        Ok(store::open_read_only(self.store()?).await?)
    }

    /// Opens the store to look at it; where nothing is kept yet, an empty one.
    pub(super) async fn open_store_or_empty(&self) -> Result<Arc<dyn Store>, CliError> {
        match store::open_read_only(self.store()?).await {
            Err(StoreError::Nothing(_)) => Ok(Arc::new(Memory::default())),
            opened => Ok(opened?),
        }
    }

    fn store(&self) -> Result<&Location, CliError> {
        self.store.as_ref().ok_or(CliError::NoFolder)
    }
}

/// Returns the folder that the platform's convention gives to programs of this name.
fn default_path() -> Option<PathBuf> {
    let path = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |below: &str| path("HOME").map(|home| home.join(below));
    let data = if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        path("XDG_DATA_HOME").or_else(|| home(".local/share"))
    };
    Some(data?.join("hookwire"))
}
