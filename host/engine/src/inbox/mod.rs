//! The inbox: how a message comes in and is set going.
//!
//! `send` takes a message in, `idempotency` finds one that was sent before, `intercept` answers without a turn, `begin`
//! starts a turn, and `resume` starts those that another process left unanswered.

mod begin;
mod commands;
mod error;
mod idempotency;
mod incoming;
mod intercept;
mod message;
mod resume;
mod send;
mod sent;
mod written_off;

pub use commands::CommandInfo;
pub(crate) use commands::commands;
pub use error::SendError;
pub use incoming::Incoming;
pub use message::session_for_key;
pub(crate) use resume::{resume_all, resume_session};
pub(crate) use send::{admit, send};
pub use sent::Sent;
