//! Models of servers that speak OpenAI's protocol.

mod chunk;
mod connection;
mod exchange;
mod model;
mod request;
mod response;
mod server;
mod sse;
mod tool_calls;

pub(crate) use model::OpenAiModel;
pub(crate) use server::Servers;
