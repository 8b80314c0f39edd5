//! A store in memory, for tests, benchmarks and conversations that nobody wants stored.

mod approvals;
mod blobs;
mod inbox;
mod plugin_changes;
mod schedules;
mod sessions;
mod state;
mod store;
mod tokens;
mod turns;
mod values;

pub use store::Memory;
