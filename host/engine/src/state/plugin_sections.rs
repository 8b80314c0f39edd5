use crate::mutex::lock;
use hookwire::config::Section;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::{self, MutexGuard};

/// The sections of plugins as the configuration has them, without what was changed while the host ran.
#[derive(Debug, Default)]
pub(crate) struct PluginSections {
    sections: Mutex<BTreeMap<String, Section>>,
    change: sync::Mutex<()>,
}

impl PluginSections {
    /// Waits until no other change of plugins is under way.
    pub(crate) async fn begin_change(&self) -> MutexGuard<'_, ()> {
        self.change.lock().await
    }

    /// Returns the section of a plugin; an empty one, if the configuration has none.
    pub(crate) fn of(&self, plugin: &str) -> Section {
        lock(&self.sections).get(plugin).cloned().unwrap_or_default()
    }

    /// Sets all sections.
    pub(crate) fn replace(&self, sections: BTreeMap<String, Section>) {
        *lock(&self.sections) = sections;
    }

    /// Sets the section of one plugin.
    pub(crate) fn set(&self, plugin: &str, section: Section) {
        lock(&self.sections).insert(plugin.to_owned(), section);
    }
}
