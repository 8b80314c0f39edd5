#![doc = include_str!("../README.md")]

mod arguments;
mod config;
mod error;
mod hooks;
mod rule;

pub use config::{Config, RuleConfig};
pub use error::PatternError;
pub use hooks::ToolGuard;
