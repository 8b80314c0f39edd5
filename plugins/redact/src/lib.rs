//! Masks secrets in tool results and notes.

mod config;
mod error;
mod hooks;
mod mask;

pub use config::Config;
pub use error::BadPattern;
pub use hooks::Redact;
