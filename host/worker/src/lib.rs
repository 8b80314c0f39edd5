#![doc = include_str!("../README.md")]

mod envelope;
pub mod heap;
mod lock;
pub mod process;
pub mod sandbox;
mod serve;
pub mod services;
mod supervisor;
mod tier;
pub mod wire;

pub use heap::Heap;
pub use serve::{serve, serve_if_worker};
pub use tier::Workers;
