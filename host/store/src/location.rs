use hookwire::Secret;
use std::path::PathBuf;

/// The location of a store's data.
#[derive(Debug, Clone)]
pub enum Location {
    /// In memory: the data goes with the store.
    Memory,
    /// In a SQLite file in a folder.
    Folder(PathBuf),
    /// In a PostgreSQL database: `postgres://user:password@host/name`.
    Url(Secret),
}
