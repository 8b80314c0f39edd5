//! SQLite: one file in a folder.

mod dialect;
mod lock;
mod open;

pub(super) use open::{open, open_read_only, open_shared};
