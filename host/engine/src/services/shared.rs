use super::kv::KeptValues;
use super::plugin_dirs::PluginDirs;
use crate::options::EngineOptions;
use crate::store::Store;
use hookwire::cx::{ClockService, Services};
use std::path::PathBuf;
use std::sync::Arc;

/// The services that are the same in every turn and outside of turns.
#[derive(Debug, Clone)]
pub(crate) struct SharedServices {
    data: Option<PathBuf>,
    clock: Option<Arc<dyn ClockService>>,
    dirs: Option<Arc<PluginDirs>>,
    kv: Arc<KeptValues>,
}

impl SharedServices {
    pub(crate) fn new(options: &EngineOptions, store: Arc<dyn Store>) -> Self {
        let EngineOptions { data, clock, .. } = options;
        let dirs = data.as_ref().map(|data| Arc::new(PluginDirs::new(data.join("plugins"))));
        Self { data: data.clone(), clock: clock.clone(), dirs, kv: Arc::new(KeptValues(store)) }
    }

    /// Puts them into the set that a context has.
    pub(crate) fn offer(&self, services: &mut Services) {
        services.data = self.data.clone().map(|folder| Arc::new(folder) as _);
        services.clock.clone_from(&self.clock);
        services.dir = self.dirs.clone().map(|dirs| dirs as _);
        services.kv = Some(Arc::clone(&self.kv) as _);
    }
}
