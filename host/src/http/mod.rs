//! The HTTP door: JSON, server-sent events, and the API of OpenAI for clients that know nothing else.
//!
//! `routes` is the table of what there is, and `guard` what every request passes before it gets there. `talk` and
//! `openai` answer messages, `kept` shows and changes what the store has, `host` says how the host fares.

mod body;
mod connections;
mod door;
mod entrance;
mod error;
mod guard;
mod host;
mod kept;
mod listen;
mod openai;
mod openapi;
mod options;
mod problem;
mod routes;
mod serve;
mod talk;

pub(crate) use entrance::Entrance;
pub use error::HttpError;
pub use guard::{TokenError, make_token};
pub(crate) use host::record;
pub use listen::bind;
pub use options::HttpOptions;
pub use serve::serve;
