//! Settings of plugins that change while the host runs: checked, applied, and stored over those of the configuration.

mod apply;
mod change;
mod edit;
mod error;
mod observers;
mod reload;
mod show;
mod stopped;

pub(crate) use apply::with_changes;
pub use change::PluginChanged;
pub(crate) use change::change;
pub use edit::PluginEdit;
pub use error::PluginSettingsError;
pub(crate) use observers::{reload_observers, switch_observers};
pub(crate) use reload::{reload, reload_sections};
pub use show::PluginSettings;
pub(crate) use show::{history, show};
pub use stopped::StoppedPlugins;
