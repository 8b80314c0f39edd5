//! The engine as its doors see it: a message goes in, and a feed of events comes out.
//!
//! Every door (terminal, command line, HTTP, schedules) sends through [`Engine::send`]; there is no other way in.

mod handle;
mod pages;
mod shutdown;

pub use handle::Engine;
