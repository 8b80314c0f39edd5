//! The host's side: starts the process of an instance, calls it, notices its death and starts it again.

mod attempt;
mod backoff;
mod connection;
mod death;
mod host_calls;
mod instance;
mod spec;
mod status;

pub(crate) use instance::{WatchedInstance, WorkerInstance};
pub(crate) use spec::Spec;
