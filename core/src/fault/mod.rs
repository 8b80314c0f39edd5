//! Faults: what goes wrong in a hook, the refusal that follows, and the queue that carries them to `plugin.fault`.

mod counts;
mod refused;
mod report;
mod sink;

pub use refused::Refused;
pub use report::{Fault, FaultKind};
pub(crate) use sink::{FaultSink, Faults, aftermath, is_aftermath};
