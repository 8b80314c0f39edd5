//! The API of OpenAI, so that clients that know only that one can talk with the agents.
//!
//! A model is an agent. The last message is the user's, and begins a session of the agent: the messages before it are
//! kept beside the session and read as the beginning of the conversation. With the header `X-Session` a session goes
//! on instead, and only the last message counts. Tools are the agent's own, run here, and do not show.
//!
//! A stream cannot take anything back: when a model breaks off and answers again, text that comes again the same is not
//! sent twice, and where the second answer differs, it is sent whole, behind a line that says so.

pub(crate) mod chat;
mod chunks;
pub(crate) mod error_format;
pub(crate) mod models;
mod prompt;
mod reply;
mod request;
mod text;
