use std::error::Error;
use std::path::PathBuf;

/// The result of a store's method.
pub type StoreResult<T, E = StoreError> = Result<T, E>;

/// The error of a database driver or of the system.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The reason why a store cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another host has the lock.
    #[error("another host uses {location}{}; stop it, or take another folder with --data", pid.map_or(String::new(), |pid| format!(" (process {pid})")))]
    InUse {
        /// The location of the data.
        location: String,
        /// The process id of the other host, if it is known.
        pid: Option<u32>,
    },
    /// There is no data to read.
    #[error("nothing is kept in {0} yet; start the host first, or look elsewhere with --data")]
    Nothing(String),
    /// The database cannot be reached.
    #[error("the database {location} cannot be reached; see whether it runs and the address is right")]
    Unreachable {
        /// The location of the database.
        location: String,
        /// The driver's error.
        source: BoxError,
    },
    /// The data folder cannot be made or written.
    #[error("the data folder {} cannot be used; take another with --data", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A newer version of the program wrote the data.
    #[error(
        "the data in {location} is of a newer version ({found}) than this binary knows ({supported}); use a newer binary"
    )]
    Newer {
        /// The location of the data.
        location: String,
        /// The version of the data.
        found: i64,
        /// The newest version that this program knows.
        supported: i64,
    },
    /// The disk is full.
    #[error("there is no space left where the data is kept ({0}); free some and try again, nothing was lost")]
    Full(String),
    /// Another program has locked the database.
    #[error("the database is locked by another program; close it and try again")]
    Locked,
    /// The data can be read and not written.
    #[error("the data in {0} is read-only; make it writable, or take another folder with --data")]
    ReadOnly(String),
    /// The address of the database cannot be parsed.
    #[error("`{0}` is no address of a database; write postgres://user:password@host/name")]
    Address(String),
    /// There is nothing with this id.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// The kind of thing, as a noun.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// There is already something with this id.
    #[error("there is already a {what} `{id}`; take another name")]
    Taken {
        /// The kind of thing, as a noun.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// The file is damaged, or it is no database.
    #[error("{location} is no sound database; move it away, or take another folder with --data")]
    Broken {
        /// The location of the data.
        location: String,
        /// The driver's error.
        source: BoxError,
    },
    /// Another build of the program made the database.
    #[error(
        "the data in {0} is of another build than this one; move it away, or take another folder with --data"
    )]
    Other(String),
    /// The database reports an error that has no variant of its own.
    #[error("the database {location} says no")]
    Database {
        /// The location of the database.
        location: String,
        /// The driver's error.
        source: BoxError,
    },
    /// The stored data cannot be decoded.
    #[error("what the database holds makes no sense: {0}")]
    Corrupt(String),
}

impl StoreError {
    /// Makes the error for an id that nothing has.
    pub fn unknown(what: &'static str, id: impl Into<String>) -> Self {
        Self::Unknown { what, id: id.into() }
    }

    /// Makes the error for the number of a turn that a session does not have.
    pub fn unknown_turn(session: &str, turn: u64) -> Self {
        Self::unknown("turn", format!("{session}/{turn}"))
    }

    /// Makes the error for an id that is in use.
    pub fn taken(what: &'static str, id: impl Into<String>) -> Self {
        Self::Taken { what, id: id.into() }
    }
}
