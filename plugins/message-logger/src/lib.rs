//! Logs every message and counts them.

mod config;
mod hooks;

pub use config::Config;
pub use hooks::MessageLogger;
