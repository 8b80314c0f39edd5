use super::folder::Folder;
use crate::mutex::lock;
use crate::private_files;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{DirEntry, DirError, DirService, FileWrite};
use hookwire::{Error, Result};
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::task::spawn_blocking;

/// The folders of plugins, each named by the plugin's id, in one folder.
#[derive(Debug)]
pub(crate) struct PluginDirs {
    root: PathBuf,
    /// Locked while something is written, so that quotas hold; by plugin.
    writing: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl PluginDirs {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, writing: Mutex::default() }
    }

    /// Makes the folder of a plugin, if it is not there.
    fn make(&self, plugin: &str) -> Result<PathBuf, DirError> {
        let path = self.root.join(plugin);
        let failed = |source: io::Error| DirError::Io { path: String::new(), action: "made", source };
        private_files::make_folder(&path).map_err(failed)?;
        Ok(path)
    }

    /// Does something in the folder of a plugin, where it may block.
    fn run<T: Send + 'static>(
        &self,
        plugin: &str,
        path: &str,
        work: impl FnOnce(&Folder, &str) -> Result<T, DirError> + Send + 'static,
    ) -> BoxFuture<'_, Result<T>> {
        let (plugin, path) = (plugin.to_owned(), path.to_owned());
        let run = async move {
            let home = self.make(&plugin)?;
            let task = spawn_blocking(move || work(&Folder::open(&home)?, &path));
            match task.await {
                Ok(done) => Ok(done?),
                Err(stopped) => Err(Error::msg(format!("the host broke off: {stopped}"))),
            }
        };
        run.boxed()
    }

    fn writing(&self, plugin: &str) -> Arc<Mutex<()>> {
        Arc::clone(lock(&self.writing).entry(plugin.to_owned()).or_default())
    }
}

impl DirService for PluginDirs {
    fn path(&self, plugin: &str) -> Result<PathBuf> {
        Ok(self.root.join(plugin))
    }

    fn read<'a>(
        &'a self,
        plugin: &'a str,
        path: &'a str,
        most: u64,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        self.run(plugin, path, move |folder, path| folder.read(path, most))
    }

    fn write<'a>(&'a self, plugin: &'a str, path: &'a str, write: FileWrite) -> BoxFuture<'a, Result<()>> {
        let writing = self.writing(plugin);
        self.run(plugin, path, move |folder, path| {
            let _writing = lock(&writing);
            folder.write(path, &write)
        })
    }

    fn list<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<Vec<DirEntry>>> {
        self.run(plugin, path, Folder::list)
    }

    fn remove<'a>(&'a self, plugin: &'a str, path: &'a str) -> BoxFuture<'a, Result<bool>> {
        let writing = self.writing(plugin);
        self.run(plugin, path, move |folder, path| {
            let _writing = lock(&writing);
            folder.remove(path)
        })
    }
}
