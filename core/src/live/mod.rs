//! The live set: plugins that were initialised and started, and the chains they make.

mod assemble;
mod background;
mod builder;
mod contributions;
mod faults;
mod guard;
mod lifecycle;
mod order_settings;
mod plugin_entry;
mod plugins;
mod reconfigure;
mod retired;
mod scheduled;
mod settings;
mod start_error;
mod state;
mod status;
mod switch;
mod tasks;
mod watched_model;
mod wiring;

pub use builder::Builder;
pub use contributions::Call;
pub use order_settings::{AmbiguousOrder, OrderOverride, OrderSettings};
pub use plugins::Plugins;
pub use reconfigure::{ReconfigureError, Reconfigured};
pub use settings::Settings;
pub use start_error::{GateDown, StartError};
#[cfg(feature = "test")]
pub(crate) use state::Replacement;
pub use status::Status;
pub use switch::SwitchError;
pub use wiring::Wiring;
