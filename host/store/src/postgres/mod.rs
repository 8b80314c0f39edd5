//! PostgreSQL: a database, or a schema in one.

mod dialect;
mod lock;
mod open;

pub(super) use open::{open, open_read_only, open_shared};
