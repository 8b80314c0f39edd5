#![doc = include_str!("../README.md")]

mod compat;
mod config;
mod error;
mod fault;
mod genai;
mod hooks;
mod ids;
mod web;

pub use config::{Config, ServerConfig, Wait};
pub use error::OpenError;
pub use hooks::ModelGenai;
