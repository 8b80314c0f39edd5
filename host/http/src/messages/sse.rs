//! Feeds as server-sent events.

use super::event_id::EventId;
use crate::event_stream::event_stream;
use crate::state::AppState;
use crate::wire;
use axum::response::Response;
use axum::response::sse;
use futures_util::stream;
use hookwire_engine::{Event, Feed, Reader};
use tokio::sync::watch;

/// A stream on its way to a client.
struct EventStream {
    reader: Reader,
    closing: watch::Receiver<bool>,
    phase: Phase,
}

#[derive(Clone, Copy)]
enum Phase {
    /// The client has seen events of another feed, and is told that all events come again.
    Reset,
    Events,
    Done,
}

/// Streams a feed from where a client was; `read` makes the reader: that of the sender, or of one who only watches.
pub(super) fn stream(
    state: &AppState,
    feed: &Feed,
    last: Option<&EventId>,
    read: fn(&Feed, usize) -> Reader,
) -> Response {
    let (skip, phase) = match last {
        Some(last) if last.feed == feed.id() => (last.number, Phase::Events),
        Some(_) => (0, Phase::Reset),
        None => (0, Phase::Events),
    };
    let events = EventStream { reader: read(feed, skip), closing: state.closing(), phase };
    let events = stream::unfold(events, |mut events| async move {
        let event = events.next().await?;
        Some((event, events))
    });
    event_stream(events, state.keep_alive())
}

impl EventStream {
    async fn next(&mut self) -> Option<sse::Event> {
        match self.phase {
            Phase::Done => return None,
            Phase::Reset => {
                self.phase = Phase::Events;
                return Some(sse::Event::default().event("reset").data(r#"{"type":"reset"}"#));
            }
            Phase::Events => {}
        }
        let event = tokio::select! {
            biased;
            event = self.reader.next() => event?,
            _ = self.closing.wait_for(|closing| *closing) => {
                self.phase = Phase::Done;
                let why = "the host stops, and goes on with this when it starts again; come back with Last-Event-ID";
                return Some(sse::Event::default().comment(why));
            }
        };
        Some(self.encode(event))
    }

    fn encode(&self, event: Event) -> sse::Event {
        let id = EventId { feed: self.reader.feed().id().to_owned(), number: self.reader.position() };
        let encoded = sse::Event::default().event(event.name()).id(id.to_string());
        encoded.json_data(wire::Event::from(event)).unwrap_or_else(|error| {
            tracing::error!("an event cannot be written: {error}");
            sse::Event::default().comment("an event could not be written")
        })
    }
}
