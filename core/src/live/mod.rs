//! The live set: plugins that were initialised and started, and the chains they make.

mod attend;
mod contributions;
mod guard;
mod member;
mod plugins;
mod settings;
mod start;
mod switch;
mod wires;
mod wiring;

pub use member::Status;
pub use plugins::{Builder, Plugins};
pub use settings::{HookSettings, Settings};
pub use start::{GateDown, StartError};
pub use switch::SwitchError;
pub use wiring::Wiring;

#[cfg(feature = "test")]
pub(crate) use plugins::Replacement;
pub(crate) use wiring::Source;
