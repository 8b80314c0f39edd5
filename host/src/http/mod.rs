//! The HTTP door: JSON, server-sent events, and the API of OpenAI for clients that know nothing else.
//!
//! `routes` is the table of what there is, `guard` what every request passes before it gets there; `talk` and
//! `openai` answer messages, the other folders show and change what is kept. A request that fails gets a [`Problem`](problem::Problem).

mod body;
mod chat;
mod door;
mod error;
mod health;
mod listen;
mod message;
mod openapi;
mod problem;
mod routes;
mod serve;

pub use error::HttpError;
pub use listen::bind;
pub use serve::serve;
