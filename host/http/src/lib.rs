//! The HTTP API: JSON, server-sent events, and the API of OpenAI for clients that know only that one.
//!
//! [`serve`] answers on a listener of its own; [`router`] gives the same routes to be mounted in another axum
//! application.
//!
//! | module | holds |
//! |---|---|
//! | `routes` | the table of all routes |
//! | `messages`, `openai` | routes that send messages to agents |
//! | `resources` | routes that show and change sessions, approvals and schedules |
//! | `plugin_routes`, `public_path` | the routes that plugins bring, and which of them need no token |
//! | `pages` | pages for browsers |
//! | `ops` | routes for operators: health, metrics, plugins |
//! | `wire` | the types of the bodies |
//! | `guard`, `limits` | what a request passes before it is answered |

mod api_error;
mod body;
mod connections;
mod control;
mod data_folder;
mod error;
mod event_stream;
mod guard;
mod headers;
mod limits;
mod listen;
mod messages;
mod mount;
mod openai;
mod openapi;
mod ops;
mod options;
mod pages;
mod plugin_routes;
mod public_path;
mod resources;
mod router;
mod routes;
mod server;
mod state;
mod wire;

pub use control::ControlSocket;
pub use error::HttpError;
pub use guard::Caller;
pub use listen::bind;
pub use options::HttpOptions;
pub use router::router;
pub use server::{BoundServer, serve};
