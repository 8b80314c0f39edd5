//! The plugins of a binary: collected, checked against each other, and put in order, before any of their code runs.

mod check;
mod conflict;
mod graph;
mod known;
mod linker_section;
mod order;
mod plugin_list;
#[allow(clippy::module_inception, reason = "it holds the type of this name")]
mod registry;
mod start_order;

pub use conflict::{Conflict, Conflicts, Site};
pub use linker_section::HOOKWIRE_PLUGINS;
pub use order::{Order, Placed, Reason};
pub use plugin_list::{Entry, PluginList};
pub use registry::Registry;
