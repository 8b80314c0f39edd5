//! Tests that need more than one crate, and benchmarks.
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]
