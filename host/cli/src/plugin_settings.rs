//! Changes of plugins: by the host that runs, else in its store.

use super::context::{Context, block_on, print};
use super::control::Control;
use super::error::CliError;
use super::user::current_user;
use hookwire::config::key_path;
use hookwire::live::{PluginIsolation, Status};
use hookwire_engine::store::{PluginChange, Store};
use hookwire_engine::{PluginEdit, PluginSettings, StoppedPlugins};
use hookwire_terminal::{history_text, settings_text, to_json_text};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::sync::Arc;

#[derive(Debug, thiserror::Error)]
enum SettingsError {
    #[error("`{0}` is no key; write it as limits.memory_bytes")]
    NoKey(String),
    #[error("no host runs with this data folder, so there is nothing to reload")]
    NothingRuns,
    #[error("the host that runs answers in another form: is it of another version?")]
    OtherForm(#[source] serde_json::Error),
}

/// Shows or changes the settings of a plugin.
pub(super) fn config(
    context: &Context,
    id: &str,
    set: &[String],
    unset: &[String],
    version: Option<u64>,
    json: bool,
) -> Result<(), CliError> {
    if set.is_empty() && unset.is_empty() {
        return show(context, id, json);
    }
    let set = set.iter().map(|text| context.config.plugin_setting(id, text)).collect::<Result<_, _>>()?;
    let key = |key: &String| key_path(key).ok_or_else(|| CliError::verb(SettingsError::NoKey(key.clone())));
    let unset = unset.iter().map(key).collect::<Result<_, _>>()?;
    change(context, id, &PluginEdit { set, unset, enabled: None }, version)
}

/// Switches a plugin on or off.
pub(super) fn switch(
    context: &Context,
    id: &str,
    enabled: bool,
    version: Option<u64>,
) -> Result<(), CliError> {
    change(context, id, &PluginEdit { enabled: Some(enabled), ..PluginEdit::default() }, version)
}

/// Lets hooks at observe points run, or none of them.
pub(super) fn switch_observers(context: &Context, run: bool) -> Result<(), CliError> {
    let word = if run { "on" } else { "off" };
    let missed = if run { String::new() } else { missed(context) };
    block_on(async {
        let Some(mut host) = running(context).await? else {
            let store = context.data.open_store().await?;
            let switched = stopped(context, &store).switch_observers(run, &current_user()).await;
            switched.map_err(CliError::verb)?;
            return print(&format!(
                "stored: no host runs, so observers are {word} from the next start{missed}"
            ));
        };
        host.post("/v1/hooks/observers", Some(&json!({ "run": run })), None).await?;
        print(&format!("observers are {word}{missed}"))
    })
}

/// Says which plugins have observers that are required or fail closed, if any has.
fn missed(context: &Context) -> String {
    let missed = context.config.settings().missed_observers(&context.registry);
    let names = missed.join(", ");
    if missed.is_empty() { names } else { format!("; also those that are required or fail closed: {names}") }
}

/// Returns whether hooks at observe points run: now, if a host runs, else at the next start. What only the store could
/// tell, and there is none, is as the configuration says.
pub(super) fn has_observers(context: &Context) -> bool {
    let asked = block_on(async {
        match running(context).await? {
            Some(mut host) => parsed(host.get("/v1/plugins").await?["observers"].take()),
            None => {
                let store = context.data.open_store_or_empty().await?;
                stopped(context, &store).has_observers().await.map_err(CliError::verb)
            }
        }
    });
    asked.unwrap_or(!context.config.settings().without_observers)
}

/// Returns the isolation of each plugin of the host that runs; empty, if none does, or it answers in another form.
pub(super) fn isolation(context: &Context) -> Vec<PluginIsolation> {
    let asked = block_on(async {
        let Some(mut host) = running(context).await? else { return Ok(Vec::new()) };
        let mut answer = host.get("/v1/plugins").await?;
        let plugins = answer["plugins"].as_array_mut().into_iter().flatten();
        let isolation = plugins.map(|plugin| {
            let mut isolation = plugin["isolation"].take();
            isolation["plugin"] = plugin["id"].take();
            parsed(isolation)
        });
        isolation.collect()
    });
    asked.unwrap_or_default()
}

/// Returns the plugins of the host that runs that do not work, each with why; none, if no host runs.
pub(super) fn failed(context: &Context) -> Vec<(&'static str, Status)> {
    let asked = block_on(async {
        let Some(mut host) = running(context).await? else { return Ok(Value::Null) };
        host.get("/v1/plugins").await
    });
    let asked = asked.unwrap_or_default();
    let plugins = asked["plugins"].as_array().into_iter().flatten();
    let failed = plugins.filter_map(|plugin| {
        let known = context.registry.plugin(plugin["id"].as_str()?)?;
        let why = plugin["status"].as_str()?.strip_prefix("failed: ")?;
        Some((known.id, Status::Failed(why.to_owned())))
    });
    failed.collect()
}

/// Returns why the host that runs takes no messages in; empty if it does, or if none runs.
pub(super) fn starved(context: &Context) -> String {
    let asked = block_on(async {
        if let Some(mut host) = running(context).await? {
            host.get("/ready").await?;
        }
        Ok(())
    });
    asked.map_or_else(|error| format!("\nthe host that runs is not ready: {error}\n"), |()| String::new())
}

/// Makes a plugin of the host that runs anew.
pub(super) fn reload(context: &Context, id: &str) -> Result<(), CliError> {
    block_on(async {
        let Some(mut host) = running(context).await? else {
            return Err(CliError::verb(SettingsError::NothingRuns));
        };
        let answer = host.post(&path(id, "reload"), None, None).await?;
        print(&match answer["outcome"].as_str() {
            Some("when_enabled") => format!("`{id}` is off, and stays so"),
            _ => format!("`{id}` was made anew"),
        })
    })
}

/// Shows the changes of a plugin.
pub(super) fn history(context: &Context, id: &str, json: bool) -> Result<(), CliError> {
    let changes: Vec<PluginChange> = block_on(async {
        match running(context).await? {
            Some(mut host) => parsed(host.get(&path(id, "history")).await?["changes"].take()),
            None => {
                let store = context.data.open_store_or_empty().await?;
                stopped(context, &store).history(id, PluginChange::MOST_SHOWN).await.map_err(CliError::verb)
            }
        }
    })?;
    print(&if json { to_json_text(&json!(changes)) } else { history_text(&changes) })
}

fn show(context: &Context, id: &str, json: bool) -> Result<(), CliError> {
    let settings: PluginSettings = block_on(async {
        match running(context).await? {
            Some(mut host) => parsed(host.get(&path(id, "config")).await?),
            None => {
                let store = context.data.open_store_or_empty().await?;
                stopped(context, &store).settings(id).await.map_err(CliError::verb)
            }
        }
    })?;
    print(&if json { to_json_text(&json!(settings)) } else { settings_text(&settings) })
}

fn change(context: &Context, id: &str, edit: &PluginEdit, version: Option<u64>) -> Result<(), CliError> {
    block_on(async {
        let Some(mut host) = running(context).await? else {
            let store = context.data.open_store().await?;
            let changed = stopped(context, &store).change(id, edit, version, &current_user()).await;
            let version = changed.map_err(CliError::verb)?.version;
            return print(&format!(
                "stored as version {version}: no host runs, so it counts from the next start"
            ));
        };
        let answer = match edit.enabled {
            Some(true) => host.post(&path(id, "enable"), None, version).await?,
            Some(false) => host.post(&path(id, "disable"), None, version).await?,
            None => host.post(&path(id, "config"), Some(&body(edit)), version).await?,
        };
        print(&told(id, edit, &answer))
    })
}

/// Says what became of a change.
fn told(id: &str, edit: &PluginEdit, answer: &Value) -> String {
    let version = &answer["version"];
    match (edit.enabled, answer["outcome"].as_str()) {
        (Some(true), _) => format!("`{id}` is on (version {version})"),
        (Some(false), _) => format!("`{id}` is off (version {version})"),
        (None, Some("when_enabled")) => {
            format!("`{id}` is off, and gets its new settings when it is switched on (version {version})")
        }
        (None, Some("unchanged")) => format!("`{id}` has these settings already (version {version})"),
        (None, _) => format!("`{id}` has its new settings (version {version})"),
    }
}

/// Returns the body that asks for an edit.
fn body(edit: &PluginEdit) -> Value {
    let quoted = |key: &String| if key.contains('.') { format!("\"{key}\"") } else { key.clone() };
    let key = |path: &Vec<String>| path.iter().map(quoted).collect::<Vec<_>>().join(".");
    let set: Map<_, _> = edit.set.iter().map(|(path, value)| (key(path), value.clone())).collect();
    json!({ "set": set, "unset": edit.unset.iter().map(key).collect::<Vec<_>>() })
}

/// Returns the plugins of the host, which does not run.
fn stopped<'a>(context: &'a Context, store: &'a Arc<dyn Store>) -> StoppedPlugins<'a> {
    StoppedPlugins { registry: &context.registry, settings: context.config.settings(), store: &**store }
}

async fn running(context: &Context) -> Result<Option<Control>, CliError> {
    match context.data.path() {
        Some(folder) => Control::connect(folder).await,
        None => Ok(None),
    }
}

fn path(id: &str, what: &str) -> String {
    format!("/v1/plugins/{id}/{what}")
}

fn parsed<T: DeserializeOwned>(answer: Value) -> Result<T, CliError> {
    serde_json::from_value(answer).map_err(|error| CliError::verb(SettingsError::OtherForm(error)))
}
