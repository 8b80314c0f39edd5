// The page of the crate is its README: one text, read on the web and in `cargo doc`.
#![doc = include_str!("../README.md")]

// A table of contents: each file is one idea, and nothing else stands here.
mod config;
mod error;
mod glossary;
mod hooks;
mod routes;

// What other crates use: the list of plugins names `Starter`, tests and embedding hosts the other two.
pub use config::Config;
pub use error::GlossaryError;
pub use hooks::Starter;
