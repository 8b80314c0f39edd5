//! A host with a scripted model, a plugin that hooks everything and does as it is told, and tools that misbehave.

mod host;
mod log;
mod probe;
mod setup;
mod tools;

pub use host::{TestHost, TurnEvents};
pub use log::{Log, Seen};
pub use probe::Probe;
pub use setup::Setup;
pub use tools::Tools;
