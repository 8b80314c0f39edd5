use super::dialect::{Dialect, ErrorClass};
use hookwire_engine::store::{BoxError, StoreError};
use sqlx::error::ErrorKind;
use std::error::Error;
use std::{fmt, io};

/// An error of sqlx that is shown in one sentence, as sqlx itself shows the database's error twice: in its own text and
/// as its source.
#[derive(Debug)]
struct DriverError(sqlx::Error);

impl fmt::Display for DriverError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            sqlx::Error::Database(error) => error.fmt(out),
            error => error.fmt(out),
        }
    }
}

impl Error for DriverError {}

/// Makes the store's error of an error of sqlx.
pub(super) fn store_error<D: Dialect>(location: &str, error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let class = match &error {
        sqlx::Error::PoolTimedOut => D::POOL_TIMEOUT,
        _ => code.and_then(|code| D::classify(&code)),
    };
    let no_answer = matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut);
    let (location, source) = (location.to_owned(), BoxError::from(DriverError(error)));
    match class {
        Some(ErrorClass::Full) => StoreError::Full(location),
        Some(ErrorClass::Locked) => StoreError::Locked,
        Some(ErrorClass::ReadOnly) => StoreError::ReadOnly(location),
        Some(ErrorClass::Absent) => StoreError::Nothing(location),
        Some(ErrorClass::CannotOpen) => {
            StoreError::Folder { folder: location.into(), source: io::Error::other(source) }
        }
        Some(ErrorClass::Broken) => StoreError::Broken { location, source },
        None if no_answer => StoreError::Unreachable { location, source },
        None => StoreError::Database { location, source },
    }
}

/// Makes a violated foreign key the error for an unknown id.
pub(super) fn unknown_if_missing(what: &'static str, id: &str) -> impl Fn(StoreError) -> StoreError {
    move |error| match &error {
        StoreError::Database { source, .. } if violates_foreign_key(source) => StoreError::unknown(what, id),
        _ => error,
    }
}

fn violates_foreign_key(error: &BoxError) -> bool {
    matches!(
        error.downcast_ref(),
        Some(DriverError(sqlx::Error::Database(error))) if error.kind() == ErrorKind::ForeignKeyViolation
    )
}
