//! The live set: plugins that were initialised and started, and the chains they make.

mod guard;
mod member;
mod plugins;
mod settings;
mod start;
mod wiring;

pub use member::Status;
pub use plugins::{Builder, Plugins, SwitchError};
pub use settings::{HookSettings, Settings};
pub use start::{GateDown, StartError};
pub use wiring::Wiring;

#[cfg(feature = "test")]
pub(crate) use plugins::Replacement;
pub(crate) use wiring::Source;
