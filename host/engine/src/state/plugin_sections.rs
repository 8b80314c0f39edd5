use crate::mutex::lock;
use hookwire::plugin::SectionSet;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::{self, MutexGuard};

/// The sections of plugins as the configuration has them, without what was changed while the host ran.
#[derive(Debug, Default)]
pub(crate) struct PluginSections {
    sections: Mutex<BTreeMap<String, SectionSet>>,
    change: sync::Mutex<()>,
}

impl PluginSections {
    /// Waits until no other change of plugins is under way.
    pub(crate) async fn begin_change(&self) -> MutexGuard<'_, ()> {
        self.change.lock().await
    }

    /// Returns the sections of a plugin; empty ones, if the configuration has none.
    pub(crate) fn of(&self, plugin: &str) -> SectionSet {
        lock(&self.sections).get(plugin).cloned().unwrap_or_default()
    }

    /// Sets the sections of all plugins.
    pub(crate) fn replace(&self, sections: BTreeMap<String, SectionSet>) {
        *lock(&self.sections) = sections;
    }

    /// Sets the sections of one plugin.
    pub(crate) fn set(&self, plugin: &str, sections: SectionSet) {
        lock(&self.sections).insert(plugin.to_owned(), sections);
    }
}
