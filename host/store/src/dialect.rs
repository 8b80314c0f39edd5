use sqlx::Database;

/// The differences between the databases.
pub(super) trait Dialect: Database {
    /// The statement that begins a transaction that writes.
    const BEGIN: &'static str;
    /// The migrations from version 1 on, each with its name and its statements.
    const MIGRATIONS: &'static [(&'static str, &'static str)];
    /// The meaning of a time-out while waiting for a connection, if that is not the server's doing.
    const POOL_TIMEOUT: Option<ErrorClass>;

    fn rows_affected(result: &Self::QueryResult) -> u64;

    /// Returns the class of an error code.
    fn classify(code: &str) -> Option<ErrorClass>;
}

/// A class of errors that has a variant of its own in [`StoreError`](hookwire_engine::store::StoreError).
#[derive(Debug, Clone, Copy)]
pub(super) enum ErrorClass {
    Full,
    Locked,
    ReadOnly,
    /// The file cannot be opened.
    CannotOpen,
    /// The file is damaged.
    Broken,
    /// There are no tables.
    Absent,
}
