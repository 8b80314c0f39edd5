//! The engine's sections of the configuration: agents, routes, limits, approvals, sessions and what plugins may ask.

mod agents;
mod approvals;
mod duration;
mod engine;
mod limits;
mod model_check;
#[cfg(feature = "http")]
mod net;
mod retry;
mod sessions;
mod templates;
mod tool_check;

pub use agents::{AgentConfig, Limits, SCRIPTED_MODEL};
pub use approvals::ApprovalOptions;
pub use duration::HumanDuration;
pub use engine::{EngineOptions, LOCAL_TENANT};
pub use limits::HostLimits;
pub(crate) use model_check::unknown_model;
#[cfg(feature = "http")]
pub use net::{AddressRange, HostPattern, NameLookup, NetOptions, PluginNet, ProxyUrl, SystemLookup};
pub use retry::RetryPolicy;
pub use sessions::SessionOptions;
pub use templates::TemplateOptions;
