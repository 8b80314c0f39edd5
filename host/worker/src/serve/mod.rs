//! The worker's side: one instance of one plugin, called by the host.

mod calls;
mod host;
mod polled;
mod run;
mod tasks;
mod turns;

pub(crate) use host::told;
pub use run::{serve, serve_if_worker};
