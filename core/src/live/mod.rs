//! The live set: plugins that were initialised and started, and the chains they make.

mod agent_instance;
mod agent_plugins;
mod apart;
mod assemble;
mod background;
mod breakers;
mod builder;
mod calls;
mod cards;
mod contributions;
mod entry_isolation;
mod faults;
mod guard;
mod instance_lifecycle;
mod instance_maker;
mod instances;
mod lifecycle;
mod limit_watch;
mod limits;
mod observers;
mod order_settings;
mod overrun;
mod plugin_entry;
mod plugin_isolation;
mod plugins;
mod reconfigure;
mod retired;
#[cfg(feature = "routes")]
mod routes;
mod scheduled;
mod settings;
mod start_error;
mod state;
mod status;
mod switch;
mod tasks;
mod tool_sources;
mod usage_source;
mod watched_model;
mod wiring;

pub use agent_instance::AgentInstance;
pub use agent_plugins::AgentPlugins;
pub use builder::Builder;
pub use order_settings::{AmbiguousOrder, OrderOverride, OrderSettings};
pub use plugin_isolation::PluginIsolation;
pub use plugins::Plugins;
pub use reconfigure::{ReconfigureError, Reconfigured};
#[cfg(feature = "routes")]
pub use routes::RouteError;
pub use settings::Settings;
pub use start_error::{GateDown, StartError};
#[cfg(feature = "test")]
pub(crate) use state::Replacement;
pub use status::Status;
pub use switch::SwitchError;
pub use tool_sources::{LeftOutTool, SourcedTool, ToolSourceStatus};
pub use wiring::Wiring;
