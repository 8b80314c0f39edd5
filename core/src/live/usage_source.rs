use crate::plugin::{Manifest, PluginUsage};
use std::fmt;
use std::sync::Arc;

/// A function of the host that says what the code of a plugin takes in the host's process.
#[derive(Clone)]
pub(super) struct UsageSource(Arc<dyn Fn(&'static Manifest) -> PluginUsage + Send + Sync>);

impl UsageSource {
    pub(super) fn new(usage: impl Fn(&'static Manifest) -> PluginUsage + Send + Sync + 'static) -> Self {
        Self(Arc::new(usage))
    }

    pub(super) fn of(&self, plugin: &'static Manifest) -> PluginUsage {
        (self.0)(plugin)
    }
}

impl fmt::Debug for UsageSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UsageSource")
    }
}
