#![doc = include_str!("../README.md")]

mod config;
mod content;
mod hint;
mod hooks;
mod quote;

pub use config::Config;
pub use hooks::AttachmentHints;
