#![doc = include_str!("../README.md")]

mod call_ids;
mod config;
mod error;
mod genai;
mod http;
mod models;
mod openai;
mod provider_errors;
mod url;

pub use config::{Config, ServerConfig, Timeout};
pub use error::OpenError;
pub use models::ModelGenai;
#[doc(hidden)]
pub use openai::read_stream;
