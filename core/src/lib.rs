#![doc = include_str!("../README.md")]

extern crate self as hookwire;

pub mod chain;
pub mod config;
pub mod cx;
mod error;
pub mod live;
pub mod plugin;
pub mod point;
pub mod points;
pub mod registry;
mod secret;
pub mod suggest;
#[cfg(feature = "test")]
pub mod test;
pub mod trace;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use chain::{Fault, Next, Refused};
pub use cx::Cx;
pub use error::{Error, Result};
pub use hookwire_macros::{command, hook, hook_point, init, plugin, plugins, skill, start, stop, tool};
pub use live::Plugins;
pub use plugin::{Plugin, Reply, Role};
pub use point::{HookPoint, Verdict};
pub use registry::{Registry, Roster};
pub use secret::Secret;
