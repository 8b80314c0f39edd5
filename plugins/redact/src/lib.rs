#![doc = include_str!("../README.md")]

mod config;
mod error;
mod hooks;
mod masker;

pub use config::Config;
pub use error::PatternError;
pub use hooks::Redact;
