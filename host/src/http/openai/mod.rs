//! The API of OpenAI, so that clients that know nothing else can talk with the agents.
//!
//! An agent is a model. The last message is the user's, and the agent's own session begins with it: what was said
//! before is kept beside the session and read as the beginning of the conversation. With the header `X-Session` the
//! session goes on instead, and only the last message counts. Tools are the agent's own, run here, and do not show.
//!
//! A stream cannot take anything back: when a model breaks off and answers again, what comes again the same is not
//! sent twice, and where the second answer differs it is sent whole, behind a line that says so.

pub(super) mod chat;
mod chunks;
pub(super) mod models;
mod prompt;
mod reply;
mod request;
mod said;
pub(super) mod shape;

/// The channel of these messages.
const OPENAI: &str = "openai";
