//! Stores: what outlives the process.
//!
//! [`Store`] is the sum of small traits, one for each kind of data, each in a file with its row types:
//!
//! | trait | stores |
//! |---|---|
//! | [`StoreBackend`] | nothing: where the data is, whether it can be used, whether this host still owns it |
//! | [`SessionStore`] | sessions and their messages |
//! | [`InboxStore`] | accepted messages, turns, their journals, traces and undelivered notifications |
//! | [`ApprovalStore`] | tool calls that wait for a human |
//! | [`ScheduleStore`] | messages that are sent at a time, and what plugins want by the clock |
//! | [`TokenStore`] | tokens for HTTP |
//! | [`BlobStore`] | texts too large for a conversation |
//! | [`ValueStore`] | values that plugins keep |
//! | [`PluginChangeStore`] | what was changed of plugins while hosts ran |
//!
//! Three back ends implement them: SQLite for one machine, PostgreSQL when one machine is too small, and [`Memory`] for
//! tests and benchmarks.
//!
//! # A back end of your own
//!
//! Implement the nine traits for one type and pass it to the host as `Arc<dyn Store>`; nothing else is needed, as
//! [`Store`] is implemented for every such type. Each method is one transaction: it takes effect as a whole or not at
//! all. Texts pass through [`replace_nul`], errors come from [`StoreError`], and what an answer makes of an approval
//! is decided by [`Approval::resolved_by`]. The suite in `tests/tests/store` checks the rest.

mod approvals;
mod backend;
mod blobs;
mod error;
mod inbox;
mod memory;
mod millis;
mod notifications;
mod nul;
mod owner;
mod plugin_changes;
mod schedules;
mod sessions;
mod supertrait;
mod tokens;
mod turns;
mod values;

pub use approvals::{Answer, Approval, ApprovalState, ApprovalStore, Resolution, Scope};
pub use backend::StoreBackend;
pub use blobs::BlobStore;
pub use error::{BoxError, StoreError, StoreResult};
pub use inbox::{Acceptance, Duplicate, InboxMessage, InboxStore};
pub use memory::Memory;
pub use millis::Millis;
pub use notifications::{Notification, PendingNotifications};
pub use nul::replace_nul;
pub use owner::Owner;
pub use plugin_changes::{PluginChange, PluginChangeStore};
pub use schedules::{PluginSchedule, Schedule, ScheduleStore};
pub use sessions::{Page, Session, SessionStore, StoredMessage};
pub use supertrait::Store;
pub use tokens::{Token, TokenStore};
pub use turns::{TurnEnd, TurnRecord, TurnStart, TurnStatus};
pub use values::ValueStore;
