//! Chains: the hooks of one point, ordered and filtered once, ready to run.

mod binding;
mod breaker;
#[allow(clippy::module_inception, reason = "the file of `Chain`")]
mod chain;
mod context;
mod erased;
mod fire;
mod fireable;
#[cfg(feature = "remote")]
mod lone_hook;
mod meta;
mod outcome;
mod pass;
mod plugin_fire;
mod span;
mod timer;
mod wrap;

pub use crate::fault::{Fault, FaultKind, Refused};
pub use crate::origin::HookOrigin;
pub use crate::watchdog::{Overrun, Watchdog, WatchdogEvent, WatchdogListener, WatchedThread};
pub use binding::{HookBinding, assemble};
pub use breaker::Breaker;
pub use chain::Chain;
pub use erased::{Deferred, Erased, Exclusive, Handler, Lend};
pub use fire::Fire;
pub use fireable::Fireable;
#[cfg(feature = "remote")]
pub(crate) use lone_hook::LoneHook;
pub use outcome::{Accumulate, Answered, Opinion, Ruling};
pub use plugin_fire::PluginFire;
pub(crate) use wrap::operate;
pub use wrap::{Inmost, Next};
