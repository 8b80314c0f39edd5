use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::start_error::{GateDown, StartError};
use super::status::Status;

impl Plugins {
    /// Initialises and starts all plugins that are not disabled, and makes the first chains.
    pub(super) async fn start_all(&self) -> Result<(), StartError> {
        let state = self.state();
        let mut entries = state.entries.lock().await;
        let cx = self.own_cx();
        let disabled = &state.settings.disabled;
        for entry in entries.iter_mut().filter(|it| !disabled.contains(it.manifest.id)) {
            entry.init(&cx).await;
        }
        for entry in entries.iter_mut() {
            entry.start(&cx).await;
        }
        let down: Vec<_> = entries.iter().filter_map(|entry| self.down(entry)).collect();
        self.rewire(&entries);
        drop(entries);
        if down.is_empty() {
            return Ok(());
        }
        self.stop().await;
        Err(StartError::Gate(down))
    }

    /// Returns a plugin that failed, be it for one agent, and without which the host must not run.
    fn down(&self, entry: &PluginEntry) -> Option<GateDown> {
        let id = entry.manifest.id;
        let required = self.settings().required.contains(id);
        let why = entry.failure().filter(|_| required || entry.manifest.owns_gate())?;
        Some(GateDown { plugin: id, required, why, problems: entry.problems.clone() })
    }

    /// Stops every plugin, in the reverse order of their start, and returns what did not go well.
    pub async fn stop(&self) -> Vec<(&'static str, String)> {
        let mut entries = self.state().entries.lock().await;
        let cx = self.own_cx();
        let mut unclean = Vec::new();
        for entry in entries.iter_mut().filter(|entry| entry.status == Status::Live) {
            entry.status = Status::Disabled;
        }
        self.rewire(&entries);
        self.state().retired.finish().await;
        for entry in entries.iter_mut().rev() {
            if let Err(why) = entry.shutdown(&cx).await {
                tracing::warn!(plugin = entry.manifest.id, "{why}");
                unclean.push((entry.manifest.id, why));
            }
        }
        unclean
    }
}
