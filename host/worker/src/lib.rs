#![doc = include_str!("../README.md")]

mod envelope;
mod lock;
pub mod process;
pub mod sandbox;
mod serve;
pub mod services;
mod supervisor;
mod tier;
pub mod wire;
pub use serve::{serve, serve_if_worker};
pub use tier::Workers;
