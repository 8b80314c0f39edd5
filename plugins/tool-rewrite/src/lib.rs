#![doc = include_str!("../README.md")]

mod after;
mod before;
mod config;
mod error;
mod hooks;
mod pattern;
mod scope;

pub use config::{AfterConfig, ArgumentReplaceConfig, BeforeConfig, Config, RoleConfig, TextReplaceConfig};
pub use error::RuleError;
pub use hooks::ToolRewrite;
