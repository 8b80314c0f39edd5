#![doc = include_str!("../README.md")]
#![doc(test(attr(deny(warnings))))]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate self as hookwire;

pub mod arguments;
pub mod chain;
pub mod config;
#[cfg(feature = "remote")]
mod crossing;
pub mod cx;
mod error;
#[cfg(feature = "remote")]
mod error_parts;
pub mod fault;
pub mod live;
mod lock;
pub mod model;
pub mod origin;
pub mod panic;
pub mod pipeline;
pub mod plugin;
pub mod point;
pub mod points;
pub mod registry;
#[cfg(feature = "remote")]
pub mod remote;
#[cfg(feature = "routes")]
pub mod routes;
mod secret;
#[cfg(feature = "templates")]
pub mod templates;
#[cfg(feature = "test")]
pub mod test;
pub mod trace;
pub mod watchdog;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

pub use chain::Next;
pub use cx::{Cx, Role};
pub use error::{Error, Result};
pub use fault::{Fault, Refused};
pub use hookwire_macros::*;
pub use hookwire_text::{cron, duration, suggest};
pub use live::Plugins;
pub use plugin::Plugin;
pub use point::{Described, HookPoint, Verdict};
pub use points::Reply;
pub use registry::{PluginList, Registry};
pub use secret::Secret;
