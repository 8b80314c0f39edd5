#![doc = include_str!("../README.md")]

mod ask_model;
mod config;
mod error;
mod fact;
mod hooks;
mod learning;
mod memory;
mod phrases;
mod recall;
mod turn_text;

pub use config::Config;
pub use error::MemoryError;
pub use hooks::UserMemory;
