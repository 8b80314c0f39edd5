//! The host's half: does what a worker asks, with the context that the host has of the call.

mod dir;
mod dispatch;
mod http;
mod kv;
mod schedules;
mod send;
mod sessions;

pub use dispatch::answer;
