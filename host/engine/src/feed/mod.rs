//! Feeds: what happens while a message is answered, for as many readers as want to see it.

mod event;
mod outcome;
mod registry;
mod stream;

pub use event::Event;
pub use outcome::Outcome;
pub(crate) use registry::Feeds;
pub use stream::{Feed, Reader};
