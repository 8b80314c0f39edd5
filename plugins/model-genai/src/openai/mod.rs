//! Models of servers that speak OpenAI's protocol.

mod answer;
mod chunk;
mod connection;
mod exchange;
mod model;
mod read_stream;
mod request;
mod response;
mod server;
mod sse;
mod tool_calls;

pub(crate) use model::OpenAiModel;
pub use read_stream::read_stream;
pub(crate) use server::Servers;
