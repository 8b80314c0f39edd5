use crate::api_error::ApiError;
use axum::http::HeaderMap;
use std::fmt;

/// The id of an event in a stream: up to where a client has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventId {
    /// The id of the feed.
    pub(super) feed: String,
    /// The number of the event in the feed, from 1.
    pub(super) number: usize,
}

impl EventId {
    /// Parses an id that a stream gave.
    pub(super) fn parse(id: &str) -> Result<Self, ApiError> {
        let parsed = || {
            let (feed, number) = id.split_once('-')?;
            Some(Self { feed: feed.to_owned(), number: number.parse().ok()? })
        };
        let message = || format!("`{id}` is no id of an event; take the last one that the stream gave");
        parsed().ok_or_else(|| ApiError::bad_request("invalid_event_id", message()))
    }

    /// Returns the header `Last-Event-ID`, if the client sent one.
    pub(super) fn last(headers: &HeaderMap) -> Result<Option<Self>, ApiError> {
        let id = headers.get("last-event-id").map(|id| id.to_str().unwrap_or_default());
        id.filter(|id| !id.is_empty()).map(Self::parse).transpose()
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.feed, self.number)
    }
}
