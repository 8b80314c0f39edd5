//! The agent as its doors see it: a message goes in, and a feed of events comes out.
//!
//! Every door (terminal, command line, HTTP, schedules) sends through [`Engine::send`]; there is no other way in.

mod again;
mod alone;
mod command;
mod event;
mod feed;
mod feeds;
mod finish;
mod identity;
mod incoming;
mod inner;
mod lanes;
mod quick;
mod resume;
mod send;
mod services;

pub use event::{Event, Outcome};
pub use feed::{Feed, Reader};
pub use incoming::{Incoming, SendError};
pub use inner::Engine;
pub(crate) use inner::{EngineState, now};
pub use send::Sent;
pub(crate) use send::{EARLIER, session_for};
pub(crate) use services::HostServices;
