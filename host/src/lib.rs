//! The host of a Hookwire agent: the engine with its doors, stores, configuration and command line.
//!
//! An agent's `main` is one call: [`main`] with the list that `hookwire::plugins!` makes. A program that is a host of its
//! own takes the crates it needs: each is re-exported here under its short name.

pub use hookwire_cli::{Options, StartupError, main, start};
pub use hookwire_config as config;
pub use hookwire_engine as engine;
pub use hookwire_engine::Host;
pub use hookwire_http as http;
pub use hookwire_store as store;
pub use hookwire_terminal as terminal;
pub use hookwire_worker as worker;
pub use hookwire_worker::Heap;
