use super::plugin_list;
use crate::plugin::Manifest;
use hookwire_text::suggest;

/// The plugins that a constraint may name.
pub(super) struct Known<'a> {
    plugins: &'a [&'static Manifest],
    replaced: &'a [(&'static Manifest, &'static Manifest)],
    feature_disabled: &'a [&'static str],
}

/// The plugin that a constraint means.
pub(super) enum Target {
    Plugin(&'static str),
    /// Not in this binary, and that is fine.
    FeatureDisabled,
    Unknown,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        plugins: &'a [&'static Manifest],
        replaced: &'a [(&'static Manifest, &'static Manifest)],
        feature_disabled: &'a [&'static str],
    ) -> Self {
        Self { plugins, replaced, feature_disabled }
    }

    /// Returns the plugin of an id, or the one that replaces it.
    pub(super) fn find(&self, id: &str) -> Target {
        let mut id = id;
        // The one that stands in may be replaced as well.
        while let Some((_, by)) = self.replaced.iter().find(|(old, _)| old.id == id) {
            id = by.id;
        }
        if let Some(plugin) = self.plugins.iter().find(|plugin| plugin.id == id) {
            Target::Plugin(plugin.id)
        } else if plugin_list::is_disabled(self.feature_disabled, id) {
            Target::FeatureDisabled
        } else {
            Target::Unknown
        }
    }

    /// Returns the end of a sentence that names the nearest id, or all of them.
    pub(super) fn hint(&self, id: &str) -> String {
        suggest::hint(id, self.plugins.iter().map(|plugin| plugin.id))
    }
}
