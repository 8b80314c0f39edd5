use super::observers::OBSERVERS;
use crate::store::PluginChange;
use hookwire::Registry;
use hookwire::live::Settings;

/// Returns the settings of a configuration with what was changed while hosts ran.
pub(crate) fn with_changes(
    mut settings: Settings,
    changes: &[PluginChange],
    registry: &Registry,
) -> Settings {
    for change in changes {
        let id = &change.plugin;
        if id == OBSERVERS {
            settings.without_observers = !change.enabled.unwrap_or(!settings.without_observers);
            continue;
        }
        if registry.plugin(id).is_none() {
            tracing::info!(
                "`{id}` was changed while a host ran, and is not in this binary: the change waits for it"
            );
            continue;
        }
        match change.enabled {
            Some(true) => _ = settings.disabled.remove(id),
            Some(false) if settings.required.contains(id) => tracing::warn!(
                "`{id}` was switched off while a host ran and is required now, so it is on; `plugins enable {id}` takes the \
                 switch back"
            ),
            Some(false) => _ = settings.disabled.insert(id.clone()),
            None => {}
        }
        if !change.values.is_empty() {
            let section = settings.sections.entry(id.clone()).or_default();
            *section = section.with(&change.values);
        }
    }
    settings
}
