//! Routes that send messages to agents and follow how they are answered.

pub(crate) mod chat;
pub(crate) mod commands;
mod event_id;
mod events;
mod incoming;
mod send;
pub(crate) mod stream;
mod upload;

pub(crate) use send::send;
