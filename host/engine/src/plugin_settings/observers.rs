//! The switch for all hooks at observe points.

use super::change::store as store_change;
use super::error::PluginSettingsError;
use super::show::latest;
use crate::state::EngineState;
use crate::store::{PluginChange, Store, StoreError};
use crate::time::now;
use serde_json::Map;

/// The name under which the store has the changes of the switch; no plugin can be called so.
pub(super) const OBSERVERS: &str = "*observers";

/// Lets observers run or not, and stores that.
pub(crate) async fn switch_observers(
    state: &EngineState,
    run: bool,
    by: &str,
) -> Result<PluginChange, PluginSettingsError> {
    let _only_one = state.sections().begin_change().await;
    let (plugins, store) = (state.plugins(), &**state.store());
    let change = next(store, run, by).await?;
    let before = plugins.has_observers();
    plugins.set_observers(run).await;
    if let Err(error) = store_change(store, &change).await {
        plugins.set_observers(before).await;
        return Err(error);
    }
    let missed = plugins.settings().missed_observers(plugins.registry());
    if !run && !missed.is_empty() {
        tracing::warn!(
            "observers are off, also those that are required or fail closed: {}",
            missed.join(", ")
        );
    }
    Ok(change)
}

/// Lets observers run or not as a configuration says that was read again, unless they were switched while a host ran.
pub(crate) async fn reload_observers(state: &EngineState, run: bool) -> Result<(), PluginSettingsError> {
    let _only_one = state.sections().begin_change().await;
    let run = stored(&**state.store()).await?.unwrap_or(run);
    if state.plugins().has_observers() != run {
        state.plugins().set_observers(run).await;
    }
    Ok(())
}

/// Stores that observers run or not, for the next start.
pub(super) async fn store_switch(
    store: &dyn Store,
    run: bool,
    by: &str,
) -> Result<PluginChange, PluginSettingsError> {
    let change = next(store, run, by).await?;
    store_change(store, &change).await?;
    Ok(change)
}

/// Returns whether observers run, if that was switched while a host ran.
pub(super) async fn stored(store: &dyn Store) -> Result<Option<bool>, StoreError> {
    Ok(latest(store, OBSERVERS).await?.and_then(|change| change.enabled))
}

async fn next(store: &dyn Store, run: bool, by: &str) -> Result<PluginChange, PluginSettingsError> {
    let version = latest(store, OBSERVERS).await?.map_or(0, |latest| latest.version) + 1;
    let (plugin, by, values) = (OBSERVERS.to_owned(), by.to_owned(), Map::new());
    Ok(PluginChange { plugin, version, enabled: Some(run), values, by, at: now() })
}
