//! Routes that send messages to agents and follow how they are answered.

pub(crate) mod chat;
pub(crate) mod commands;
mod event_id;
mod incoming;
mod send;
mod sse;
pub(crate) mod stream;
mod upload;

pub(crate) use send::send;
