//! Stores in SQLite and PostgreSQL. Every statement is written once, in what both databases understand.
//!
//! A database brings a folder with its dialect, its lock and its ways to be opened, a folder of migrations, and a line
//! for each way in [`open`].

mod approvals;
mod arg;
mod blobs;
mod dialect;
mod driver_error;
mod files;
mod host_lock;
mod inbox;
mod location;
mod open;
mod options;
mod plugin_changes;
mod pool;
mod postgres;
mod row;
mod schedules;
mod schema;
mod sessions;
mod sqlite;
mod store;
mod tokens;
mod turns;
mod values;

pub use location::Location;
pub use open::{open, open_read_only, open_shared};
pub use options::StoreOptions;
