//! Denies dangerous tool calls, or asks a human.

mod config;
mod error;
mod hooks;
mod rule;

pub use config::{Config, RuleConfig};
pub use error::BadPattern;
pub use hooks::ToolGuard;
