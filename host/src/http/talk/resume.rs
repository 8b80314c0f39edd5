use super::super::problem::Problem;
use axum::http::HeaderMap;
use std::fmt;

/// Up to where a client has read: the id of the last event it saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Which feed.
    pub(super) mark: String,
    /// How many of its events.
    pub(super) at: usize,
}

impl Place {
    /// Reads an id that a stream gave.
    pub(super) fn read(id: &str) -> Result<Self, Problem> {
        let read = || {
            let (mark, at) = id.split_once('-')?;
            Some(Self { mark: mark.to_owned(), at: at.parse().ok()? })
        };
        let message = || format!("`{id}` is no id of an event; take the last one that the stream gave");
        read().ok_or_else(|| Problem::bad("invalid_event_id", message()))
    }

    /// Returns where a client was, if it says so.
    pub(super) fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let id = headers.get("last-event-id").map(|id| id.to_str().unwrap_or_default());
        id.filter(|id| !id.is_empty()).map(Self::read).transpose()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.mark, self.at)
    }
}
