use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another host uses the data.
    #[error("another host uses {place}{}; stop it, or take another folder with --data", pid.map_or(String::new(), |pid| format!(" (process {pid})")))]
    InUse {
        /// Where the data is.
        place: String,
        /// The other process, where it is known.
        pid: Option<u32>,
    },
    /// There is no data to look at.
    #[error("nothing is kept in {0} yet; start the host first, or look elsewhere with --data")]
    Nothing(String),
    /// The database does not answer.
    #[error("the database {place} cannot be reached; see whether it runs and the address is right")]
    Unreachable {
        /// Where it should be.
        place: String,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The data folder cannot be made or written.
    #[error("the data folder {} cannot be used; take another with --data", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A newer version has written the data.
    #[error(
        "the data in {place} is of a newer version ({found}) than this binary knows ({known}); use a newer binary"
    )]
    Newer {
        /// Where the data is.
        place: String,
        /// The version of the data.
        found: i64,
        /// The version of the binary.
        known: i64,
    },
    /// The disk is full.
    #[error("there is no space left where the data is kept ({0}); free some and try again, nothing was lost")]
    Full(String),
    /// The database is held by somebody else.
    #[error("the database is locked by another program; close it and try again")]
    Locked,
    /// The data may be read, not written.
    #[error("the data in {0} is read-only; make it writable, or take another folder with --data")]
    ReadOnly(String),
    /// The address of the database cannot be understood.
    #[error("`{0}` is no address of a database; write postgres://user:password@host/name")]
    Address(String),
    /// The thing spoken of does not exist.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The name belongs to something else.
    #[error("there is already a {what} `{id}`; take another name")]
    Taken {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The file of the database is damaged, or none.
    #[error("{place} is no sound database; move it away, or take another folder with --data")]
    Broken {
        /// Where the data should be.
        place: String,
        /// What is wrong.
        #[source]
        source: Cause,
    },
    /// Another build has made the database.
    #[error(
        "the data in {0} is of another build than this one; move it away, or take another folder with --data"
    )]
    Other(String),
    /// The database answers with an error.
    #[error("the database {place} says no")]
    Database {
        /// Where the data is.
        place: String,
        /// What it says.
        #[source]
        source: Cause,
    },
    /// What is kept cannot be understood.
    #[error("what the database holds makes no sense: {0}")]
    Corrupt(String),
}

impl StoreError {
    pub(super) fn unknown(what: &'static str, id: impl Into<String>) -> Self {
        Self::Unknown { what, id: id.into() }
    }

    pub(super) fn taken(what: &'static str, id: impl Into<String>) -> Self {
        Self::Taken { what, id: id.into() }
    }
}

/// What a driver of a database says, in one sentence: in the driver's own words each cause stands twice.
#[derive(Debug)]
pub struct Cause(pub(super) sqlx::Error);

impl fmt::Display for Cause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            sqlx::Error::Database(error) => error.fmt(out),
            error => error.fmt(out),
        }
    }
}

impl Error for Cause {}
