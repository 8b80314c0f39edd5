use super::super::door::Door;
use super::resume::Place;
use crate::agent::{Event, Feed, Reader};
use axum::http::{HeaderValue, header::HeaderName};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;

/// What a stream goes on with.
struct Tail {
    reader: Reader,
    over: watch::Receiver<bool>,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    /// The client has seen events of another feed.
    Reset,
    Events,
    Done,
}

/// Streams what a feed has, from where a client was; `read` makes the reader, of its sender or of one who looks on.
pub(super) fn stream(
    door: &Door,
    feed: &Feed,
    seen: Option<&Place>,
    read: fn(&Feed, usize) -> Reader,
) -> Response {
    let (skip, stage) = match seen {
        Some(place) if place.mark == feed.id() => (place.at, Stage::Events),
        Some(_) => (0, Stage::Reset),
        None => (0, Stage::Events),
    };
    let tail = Tail { reader: read(feed, skip), over: door.over.subscribe(), stage };
    let events = stream::unfold(tail, |mut tail| async move {
        let event = tail.next().await?;
        Some((Ok::<_, Infallible>(event), tail))
    });
    let alive = KeepAlive::new().interval(interval(door)).text("still there");
    let mut response = Sse::new(events).keep_alive(alive).into_response();
    let buffering = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(buffering, HeaderValue::from_static("no"));
    response
}

/// Returns how often a stream shows that it lives.
pub(in crate::http) fn interval(door: &Door) -> Duration {
    door.agent.options().http.keep_alive.0.max(Duration::from_millis(10))
}

impl Tail {
    async fn next(&mut self) -> Option<sse::Event> {
        match self.stage {
            Stage::Done => return None,
            Stage::Reset => {
                self.stage = Stage::Events;
                return Some(sse::Event::default().event("reset").data(r#"{"type":"reset"}"#));
            }
            Stage::Events => {}
        }
        let event = tokio::select! {
            biased;
            event = self.reader.next() => event?,
            _ = self.over.wait_for(|over| *over) => {
                self.stage = Stage::Done;
                let why = "the host stops, and goes on with this when it starts again; come back with Last-Event-ID";
                return Some(sse::Event::default().comment(why));
            }
        };
        Some(self.written(&event))
    }

    fn written(&mut self, event: &Event) -> sse::Event {
        let place = Place { mark: self.reader.feed().id().to_owned(), at: self.reader.position() };
        let written = sse::Event::default().event(event.name()).id(place.to_string()).json_data(event);
        written.unwrap_or_else(|error| {
            tracing::error!("an event cannot be written: {error}");
            sse::Event::default().comment("an event could not be written")
        })
    }
}
