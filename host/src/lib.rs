//! The host of a Hookwire agent: configuration, command line, and everything that calls hooks.
//!
//! An agent's `main` is one call: [`main`] with the list that `hookwire::plugins!` makes.

mod cli;
pub mod config;
mod run;
mod show;
pub mod store;

pub use cli::main;
