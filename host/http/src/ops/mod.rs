//! Routes for operators: the health of the host, its metrics, and the plugins in it.

pub(crate) mod health;
pub(crate) mod metrics;
mod plugin_metrics;
pub(crate) mod plugin_settings;
pub(crate) mod plugins;
