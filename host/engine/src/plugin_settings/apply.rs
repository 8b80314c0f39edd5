use super::observers::OBSERVERS;
use crate::store::PluginChange;
use hookwire::Registry;
use hookwire::config::{Problem, take_host_keys};
use hookwire::live::Settings;
use hookwire::plugin::Isolation;
use serde_json::{Map, Value};

/// Returns the settings of a configuration with what was changed while hosts ran, or which tiers and limits that were stored do
/// not fit any more. What else does not fit, a plugin says itself when it is made.
pub(crate) fn with_changes(
    mut settings: Settings,
    changes: &[PluginChange],
    registry: &Registry,
) -> Result<Settings, Vec<Problem>> {
    let mut problems = Vec::new();
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
        if let Err(wrong) = set_values(&mut settings, id, change.values.clone()) {
            problems.extend(wrong);
        }
    }
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

/// Sets values of a plugin's section, those of the host's keys included.
fn set_values(settings: &mut Settings, id: &str, mut values: Map<String, Value>) -> Result<(), Vec<Problem>> {
    let of_host = take_host_keys(&mut values);
    if !values.is_empty() {
        let section = settings.sections.entry(id.to_owned()).or_default();
        *section = section.with(&values);
    }
    if !of_host.is_empty() {
        let above = Isolation::parse(of_host).map_err(|wrong| stored(id, wrong.0))?;
        let isolation = settings.isolation.entry(id.to_owned()).or_default();
        *isolation = isolation.over(above);
    }
    Ok(())
}

/// Returns problems of a section as those of the configuration, with what to do, as no file has the values.
fn stored(id: &str, problems: Vec<Problem>) -> Vec<Problem> {
    let located = |Problem { path, message, .. }: Problem| {
        let key = path.join(".");
        let path = ["plugins", id].map(str::to_owned).into_iter().chain(path).collect();
        let message = format!(
            "{message}; it was set while a host ran, and `plugins config {id} --unset {key}` takes it back"
        );
        Problem::new(path, message)
    };
    problems.into_iter().map(located).collect()
}
