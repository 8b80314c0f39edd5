#![doc = include_str!("../README.md")]

mod activity;
mod config;
mod error;
mod foreground;
mod hooks;
mod journal;
mod owner;
mod page;
mod report;
mod tracked;

pub use config::Config;
pub use error::ConfigError;
pub use hooks::ActivityTracker;
