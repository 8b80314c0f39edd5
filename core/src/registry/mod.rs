//! The plugins of a binary: collected, checked against each other, and put in order, before any of their code runs.

mod check;
mod conflict;
mod conflicts;
mod found;
mod known;
mod linker_section;
mod names;
mod node;
mod order;
mod plugin_list;
#[allow(clippy::module_inception, reason = "it holds the type of this name")]
mod registry;
mod site;
mod sort;
mod sorted;
mod text;
mod unique;

pub use conflict::Conflict;
pub use conflicts::Conflicts;
pub use linker_section::HOOKWIRE_PLUGINS;
pub use node::Node;
pub use order::{Order, Placed, Reason};
pub use plugin_list::{Entry, Orders, PluginList};
pub use registry::Registry;
pub use site::{Hint, Site, Sites};
pub use sorted::{Sorted, count_hooks};
