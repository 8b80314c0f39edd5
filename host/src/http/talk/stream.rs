use super::super::body::{Asked, Path};
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use super::events;
use super::inbox::{Inbox, MessageParts};
use super::message::{self, MessageBody};
use super::resume::Place;
use crate::agent::{Event, Feed, Outcome};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hookwire::cx::RequestKind;
use serde::Deserialize;
use std::sync::Arc;

/// Sends a message and streams what happens while it is answered.
///
/// Each event has the name of its type, an id, and JSON. A client that lost the connection sends the message again with
/// the same `Idempotency-Key` and the last id as `Last-Event-ID`, and gets the rest. Where that is not there any more,
/// an event `reset` says that everything comes again from the beginning; of turns long over that is the answer and the end.
#[utoipa::path(
    post, path = "/v1/stream", tag = "messages",
    request_body(content((MessageBody = "application/json"), (MessageParts = "multipart/form-data"))),
    params(
        ("idempotency-key" = Option<String>, Header, description = "makes a second sending the same message"),
        ("last-event-id" = Option<String>, Header, description = "the last event that was seen"),
    ),
    responses((status = 200, description = "events", body = Event, content_type = "text/event-stream")),
)]
pub(in crate::http) async fn send(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    inbox: Inbox,
) -> Result<Response, Problem> {
    let seen = Place::of(&headers)?;
    let (incoming, files) = inbox.open(RequestKind::Stream);
    let sent = message::send(&door, incoming, files).await?;
    Ok(events::stream(&door, sent.events.feed(), seen.as_ref(), Feed::read))
}

/// From where on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct From {
    /// The last event that was seen, for clients that cannot send `Last-Event-ID`.
    after: Option<String>,
}

/// Streams what happens in a session: what is being answered, or else how the last turn ended.
///
/// 204, if the client has seen the end already. Who follows only looks on: leaving again cancels nothing.
#[utoipa::path(
    get, path = "/v1/stream/{session}", tag = "messages",
    params(
        ("session" = String, Path, description = "the session's id"), From,
        ("last-event-id" = Option<String>, Header, description = "the last event that was seen"),
    ),
    responses(
        (status = 200, description = "events", body = Event, content_type = "text/event-stream"),
        (status = 204, description = "nothing follows"),
    ),
)]
pub(in crate::http) async fn follow(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(from): Asked<From>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let session = door.session(&id, &caller).await?;
    let seen = match &from.after {
        Some(after) => Some(Place::read(after)?),
        None => Place::of(&headers)?,
    };
    let marked = seen.as_ref().and_then(|place| door.agent.feed(&id, &place.mark));
    let running = || {
        let feeds = door.agent.feeds_of_session(&id);
        feeds.iter().find(|feed| !feed.is_over()).or(feeds.first()).cloned()
    };
    let feed = match marked.or_else(running) {
        Some(feed) => feed,
        None => last(&door, &id, session.turns).await?,
    };
    let all = |place: &Place| place.mark == feed.id() && feed.is_over() && place.at >= feed.count();
    if seen.as_ref().is_some_and(all) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(events::stream(&door, &feed, seen.as_ref(), Feed::watch))
}

/// Returns how the last turn of a session ended.
async fn last(door: &Door, session: &str, turn: u64) -> Result<Feed, Problem> {
    let stored = door.agent.store().turn(session, turn).await?;
    let outcome = stored.and_then(Outcome::of_record);
    let message = || format!("nothing is being answered in session `{session}`, and nothing was");
    let outcome =
        outcome.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "nothing_to_stream", message()))?;
    Ok(Feed::of_outcome(outcome))
}
