//! The host of a Hookwire agent: configuration, command line, and everything that calls hooks.
//!
//! An agent's `main` is one call: [`main`] with the list that `hookwire::plugins!` makes.

pub mod agent;
mod approvals;
mod attachments;
pub mod auth;
mod chat;
mod cli;
pub mod config;
pub mod http;
pub mod models;
pub mod options;
mod private;
mod run;
mod show;
pub mod store;
pub mod tend;
mod text;
mod time;
mod turn;
mod unknown;

pub use cli::main;
pub use run::{Host, RunError};
