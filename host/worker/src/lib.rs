#![doc = include_str!("../README.md")]

pub mod process;
pub mod sandbox;
pub mod services;
pub mod wire;
