use super::made_of;
use crate::fault::Fault;
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// The start of the host: all plugins have started, and nothing has come in yet.
///
/// * **Point**: `host.start`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: once, after the `#[start]` methods of all plugins, before any door is open, any schedule fires or any turn
///   goes on that a crash broke off. Its context belongs to no agent and no session.
/// * **A hook may** look, and is the first place where a plugin may fire points of others.
/// * **`Err`**: the fault is reported; the host starts. What must not be missing belongs into `#[init]` or `#[start]` of a
///   plugin that is `required`, whose failure keeps the host from starting.
/// * **Neighbours**: a plugin's `#[start]` runs when other plugins may not be there yet.
#[hook_point("host.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HostStart {
    /// The ids of the plugins that are live.
    pub plugins: Vec<String>,
}
made_of!(HostStart { plugins: Vec<String> });

/// The stop of the host, while all plugins still work.
///
/// * **Point**: `host.stop`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: once, when the running turns are finished or `limits.grace` is over, before the `#[stop]` methods. Not when
///   the process is killed.
/// * **A hook may** look, and flush what it holds.
/// * **`Err`**: the fault is reported; the host stops.
/// * **Neighbours**: a plugin's `#[stop]` runs later, in the reverse order of the starts.
#[hook_point("host.stop", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HostStop {
    /// The reason for the stop.
    pub reason: String,
}
made_of!(HostStop { reason: String });

/// The fault of another plugin's hook: it returned an error, panicked, took too long, blocks a thread or was suspended.
///
/// * **Point**: `plugin.fault`, an [observe](crate::point::Observe) point.
/// * **Event**: [`Fault`].
/// * **When**: soon after each fault, beside the request in which it happened, which does not wait. The plugin that failed
///   is not told of its own faults. At most 1024 faults wait to be told; more are only in the log.
/// * **A hook may** look: alert, count.
/// * **`Err`**: the fault is logged and not passed on, so that faults end.
/// * **Neighbours**: every other point may be where the fault happened: [`Fault::point`](crate::Fault::point) names it.
#[hook_point("plugin.fault", kind = observe, event = Fault)]
#[derive(Debug)]
pub struct PluginFault;
