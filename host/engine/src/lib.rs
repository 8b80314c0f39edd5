//! The engine of a Hookwire agent: it takes messages in and answers them, and fires every hook on the way.
//!
//! [`Engine::send`] is the only way in, for every door (terminal, command line, HTTP, schedules); a [`Feed`] of events
//! comes out. [`Host`] starts plugins and an engine together. What outlives the process is kept by a
//! [`store::Store`]; [`store::Memory`] is one for tests, and other crates bring databases.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod approvals;
pub mod attachments;
pub mod auth;
mod background;
mod cards;
mod engine;
pub mod error_chain;
mod feed;
mod host;
mod inbox;
pub mod models;
mod mutex;
pub mod options;
mod pages;
mod panic_guard;
pub mod plugin_logs;
mod plugin_routes;
mod plugin_settings;
pub mod private_files;
mod schedules;
mod services;
mod sessions;
mod skills;
mod state;
pub mod store;
mod stuck;
#[cfg(feature = "test")]
pub mod test;
pub mod time;
mod tools;
mod triggers;
mod turn;
mod verbs;

pub use cards::{CardPage, FilledCard};
pub use engine::Engine;
pub use feed::{Event, Feed, Outcome, Reader};
pub use host::{Host, HostError};
pub use inbox::{CommandInfo, Incoming, SendError, Sent, session_for_key};
pub use plugin_settings::{PluginChanged, PluginEdit, PluginSettings, PluginSettingsError, StoppedPlugins};
pub use schedules::{NewSchedule, ScheduleError};
pub use services::PageFrame;
pub use stuck::empty_lifo_slot;
pub use turn::HostServices;
