//! Tests that need more than one crate, and benchmarks; the library is the host that they run against.
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]

pub mod captured_log;
pub mod cargo;
pub mod isolated_host;
pub mod test_host;
pub mod worker_probe;
