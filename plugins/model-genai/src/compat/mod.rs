//! Servers that speak OpenAI's protocol: requests, streams of events, tool calls that come in pieces.

mod answer;
mod calls;
mod chunk;
mod endpoint;
mod events;
mod exchange;
mod model;
mod request;
mod server;

pub(crate) use model::Compat;
pub(crate) use server::{Server, Servers};
