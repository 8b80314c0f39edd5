//! Messages to agents, answered whole or as a stream.

pub(super) mod chat;
pub(super) mod commands;
mod events;
mod files;
mod inbox;
mod message;
mod resume;
pub(super) mod stream;

pub(super) use events::interval;
pub(super) use message::{key, send};
