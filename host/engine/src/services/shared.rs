#[cfg(feature = "http")]
use super::http::HttpClient;
use super::kv::KeptValues;
use super::log::KeptLog;
use super::plugin_dirs::PluginDirs;
use super::schedules::KeptSchedules;
use super::send_limit::SendLimit;
use super::templates::TemplateLibrary;
use crate::options::EngineOptions;
#[cfg(feature = "http")]
use crate::options::SystemLookup;
use crate::plugin_logs::PluginLogs;
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
    schedules: Arc<KeptSchedules>,
    logs: Option<Arc<PluginLogs>>,
    send_limit: Arc<SendLimit>,
    templates: Arc<TemplateLibrary>,
    #[cfg(feature = "http")]
    http: Arc<HttpClient>,
}

impl SharedServices {
    pub(crate) fn new(options: &EngineOptions, store: Arc<dyn Store>) -> Self {
        let EngineOptions { data, clock, .. } = options;
        let dirs = data.as_ref().map(|data| Arc::new(PluginDirs::new(data.join("plugins"))));
        let logs = PluginLogs::of(data.as_deref()).filter(|_| options.keep_plugin_logs).map(Arc::new);
        #[cfg(feature = "http")]
        let lookup = options.lookup.clone().unwrap_or_else(|| Arc::new(SystemLookup));
        Self {
            data: data.clone(),
            clock: clock.clone(),
            dirs,
            kv: Arc::new(KeptValues(Arc::clone(&store))),
            schedules: Arc::new(KeptSchedules(store)),
            logs,
            send_limit: Arc::default(),
            templates: Arc::new(TemplateLibrary::new(&options.templates)),
            #[cfg(feature = "http")]
            http: Arc::new(HttpClient::new(options.net.clone(), lookup)),
        }
    }

    /// Returns the logs of plugins, if the host has a data folder.
    pub(crate) fn logs(&self) -> Option<&Arc<PluginLogs>> {
        self.logs.as_ref()
    }

    /// Returns the limit of how often plugins send messages.
    pub(crate) fn send_limit(&self) -> &SendLimit {
        &self.send_limit
    }

    /// Returns the templates of plugins and of the host.
    pub(crate) fn templates(&self) -> &Arc<TemplateLibrary> {
        &self.templates
    }

    /// Puts them into the set that a context has.
    pub(crate) fn offer(&self, services: &mut Services) {
        services.log = Some(Arc::new(KeptLog(self.logs.clone())));
        services.data = self.data.clone().map(|folder| Arc::new(folder) as _);
        services.clock.clone_from(&self.clock);
        services.dir = self.dirs.clone().map(|dirs| dirs as _);
        services.kv = Some(Arc::clone(&self.kv) as _);
        services.schedules = Some(Arc::clone(&self.schedules) as _);
        #[cfg(feature = "http")]
        {
            services.http = Some(Arc::clone(&self.http) as _);
        }
    }
}
