//! The host of a Hookwire agent: configuration, command line, and everything that calls hooks.
//!
//! An agent's `main` is one call: [`main`] with the list that `hookwire::plugins!` makes.

mod approvals;
mod attachments;
pub mod auth;
mod background;
mod cli;
pub mod config;
mod contain;
pub mod engine;
mod feed;
pub mod http;
mod inbox;
pub mod models;
mod notify;
pub mod options;
mod private;
mod schedules;
mod sessions;
mod state;
pub mod store;
mod sync;
mod terminal;
pub mod text;
pub mod time;
mod tools;
mod turn;

pub use cli::{Options, main};
pub use engine::{Host, HostError};

/// The engine under its former name.
pub mod agent {
    pub use crate::engine::*;
}

/// Schedules under their former path.
pub mod tend {
    pub use crate::engine::{NewSchedule, ScheduleError};
}
