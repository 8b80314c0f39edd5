use super::lane::{Engine, Meaning};
use crate::store::{Cause, StoreError};
use sqlx::error::ErrorKind;
use std::io;

/// Says what an error of a database means.
pub(super) fn fault<D: Engine>(place: &str, error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let meaning = match &error {
        sqlx::Error::PoolTimedOut => D::LATE,
        _ => code.and_then(|code| D::meaning(&code)),
    };
    match meaning {
        Some(Meaning::Full) => StoreError::Full(place.to_owned()),
        Some(Meaning::Locked) => StoreError::Locked,
        Some(Meaning::ReadOnly) => StoreError::ReadOnly(place.to_owned()),
        Some(Meaning::Absent) => StoreError::Nothing(place.to_owned()),
        Some(Meaning::Unopened) => {
            StoreError::Folder { folder: place.into(), source: io::Error::other(Cause(error)) }
        }
        Some(Meaning::Broken) => StoreError::Broken { place: place.to_owned(), source: Cause(error) },
        None if matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut) => {
            StoreError::Unreachable { place: place.to_owned(), source: Cause(error) }
        }
        None => StoreError::Database { place: place.to_owned(), source: Cause(error) },
    }
}

/// Says what is missing, where a statement speaks of something that is not there.
pub(super) fn missing(what: &'static str, id: &str) -> impl Fn(StoreError) -> StoreError {
    move |error| match &error {
        StoreError::Database { source: Cause(sqlx::Error::Database(database)), .. }
            if database.kind() == ErrorKind::ForeignKeyViolation =>
        {
            StoreError::unknown(what, id)
        }
        _ => error,
    }
}
