#![doc = include_str!("../README.md")]

mod config;
mod counter;
mod hooks;
mod preview;
mod webhook;

pub use config::Config;
pub use hooks::MessageLogger;
