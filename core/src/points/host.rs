use super::made_of;
use crate::fault::Fault;
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired after all plugins have started.
#[hook_point("host.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HostStart {
    /// The ids of the plugins that live.
    pub plugins: Vec<String>,
}
made_of!(HostStart { plugins: Vec<String> });

/// Fired before plugins stop.
#[hook_point("host.stop", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HostStop {
    /// Why the host stops.
    pub reason: String,
}
made_of!(HostStop { reason: String });

/// Fired when a hook of another plugin failed, panicked, took too long or was suspended.
#[hook_point("plugin.fault", kind = observe, event = Fault)]
#[derive(Debug)]
pub struct PluginFault;
