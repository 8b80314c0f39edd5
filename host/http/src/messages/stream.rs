use super::event_id::EventId;
use super::incoming::IncomingMessage;
use super::send::send;
use super::sse;
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{Event, MessageBody, MessageParts};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hookwire::cx::RequestKind;
use hookwire_engine::{Feed, Incoming, Outcome};
use serde::Deserialize;
use std::sync::Arc;

/// Sends a message to an agent and streams what happens while it is answered.
///
/// Each event has the name of its type, an id, and JSON. A client that lost the connection sends the message again with
/// the same `Idempotency-Key` and the last id as `Last-Event-ID`, and gets the rest. Where the host does not have the rest
/// any more, an event `reset` says that everything comes again from the beginning; of turns that ended long ago that is the
/// answer and the end.
#[utoipa::path(
    post, path = "/v1/stream", tag = "messages",
    request_body(content((MessageBody = "application/json"), (MessageParts = "multipart/form-data"))),
    params(
        ("idempotency-key" = Option<String>, Header, description = "the key that makes a second sending the same message"),
        ("last-event-id" = Option<String>, Header, description = "the id of the last event that the client has seen"),
    ),
    responses((status = 200, description = "the events", body = Event, content_type = "text/event-stream")),
)]
pub(crate) async fn stream_message(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    IncomingMessage(incoming, files): IncomingMessage,
) -> Result<Response, ApiError> {
    let last = EventId::last(&headers)?;
    let incoming = Incoming { kind: RequestKind::Stream, ..incoming };
    let sent = send(state.engine(), incoming, files).await?;
    Ok(sse::stream(&state, sent.events.feed(), last.as_ref(), Feed::read))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FollowQuery {
    /// The id of the last event that the client has seen, for clients that cannot send `Last-Event-ID`.
    after: Option<String>,
}

/// Streams what happens in a session: the message that is being answered, or else how the last turn ended.
///
/// The answer is 204 if the client has seen the end already. A client that leaves this stream cancels nothing.
#[utoipa::path(
    get, path = "/v1/stream/{session}", tag = "messages",
    params(
        ("session" = String, Path, description = "the session's id"), FollowQuery,
        ("last-event-id" = Option<String>, Header, description = "the id of the last event that the client has seen"),
    ),
    responses(
        (status = 200, description = "the events", body = Event, content_type = "text/event-stream"),
        (status = 204, description = "nothing follows what the client has seen"),
    ),
)]
pub(crate) async fn follow_session(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<FollowQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?;
    let last = match &query.after {
        Some(after) => Some(EventId::parse(after)?),
        None => EventId::last(&headers)?,
    };
    let engine = state.engine();
    let same = last.as_ref().and_then(|last| engine.feed(&id, &last.feed));
    let running = || {
        let feeds = engine.feeds_of_session(&id);
        feeds.iter().find(|feed| !feed.is_over()).or(feeds.first()).cloned()
    };
    let feed = match same.or_else(running) {
        Some(feed) => feed,
        None => last_turn(&state, &id, session.turns).await?,
    };
    let seen = |last: &EventId| last.feed == feed.id() && feed.is_over() && last.number >= feed.count();
    if last.as_ref().is_some_and(seen) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(sse::stream(&state, &feed, last.as_ref(), Feed::watch))
}

/// Returns a feed that says how the last turn of a session ended.
async fn last_turn(state: &AppState, session: &str, turn: u64) -> Result<Feed, ApiError> {
    let stored = state.engine().store().turn(session, turn).await?;
    let outcome = stored.and_then(Outcome::of_record);
    let message = || format!("nothing is being answered in session `{session}`, and nothing was");
    let outcome =
        outcome.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "nothing_to_stream", message()))?;
    Ok(Feed::of_outcome(outcome))
}
