#![doc = include_str!("../README.md")]

pub mod heap;

pub use heap::Heap;
