use super::error_format::error_body;
use super::reply::{Head, finish_reason};
use super::text::AppendOnlyText;
use crate::api_error::ApiError;
use crate::state::AppState;
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use hookwire::points::End;
use hookwire_engine::{Event, Outcome, Reader, SendError};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::watch;

/// An answer on its way to a client.
struct ChunkStream {
    head: Head,
    reader: Reader,
    text: AppendOnlyText,
    /// The events that can be sent already.
    ready: VecDeque<sse::Event>,
    /// Whether the client wants to know the usage.
    usage: bool,
    closing: watch::Receiver<bool>,
    done: bool,
}

/// Streams an answer as `chat.completion.chunk` events.
pub(super) fn stream(state: &AppState, head: Head, reader: Reader, usage: bool) -> Response {
    let mut chunks = ChunkStream {
        head,
        reader,
        text: AppendOnlyText::default(),
        ready: VecDeque::new(),
        usage,
        closing: state.closing(),
        done: false,
    };
    chunks.delta(&json!({ "role": "assistant", "content": "" }), None);
    let events = stream::unfold(chunks, |mut chunks| async move {
        let event = chunks.next().await?;
        Some((Ok::<_, Infallible>(event), chunks))
    });
    let keep_alive = KeepAlive::new().interval(state.keep_alive());
    Sse::new(events).keep_alive(keep_alive).into_response()
}

impl ChunkStream {
    async fn next(&mut self) -> Option<sse::Event> {
        while self.ready.is_empty() && !self.done {
            let event = tokio::select! {
                biased;
                event = self.reader.next() => event,
                _ = self.closing.wait_for(|closing| *closing) => None,
            };
            self.push(event);
        }
        self.ready.pop_front()
    }

    fn push(&mut self, event: Option<Event>) {
        let Some(event) = event else {
            self.data(&error_body(&ApiError::from(SendError::Stopping)));
            self.done = true;
            return;
        };
        if let Some(text) = self.text.push(&event) {
            self.delta(&json!({ "content": text }), None);
        }
        if let Event::End(outcome) = event {
            self.end(&outcome);
            self.done = true;
        }
    }

    fn end(&mut self, outcome: &Outcome) {
        match finish_reason(outcome) {
            Err(error) => return self.data(&error_body(&error)),
            Ok(finish) => {
                let refusal = outcome.error.as_ref().filter(|_| outcome.end == End::Refused);
                let delta = refusal.map_or_else(|| json!({}), |refusal| json!({ "refusal": refusal }));
                self.delta(&delta, Some(finish));
            }
        }
        if self.usage {
            let usage = json!(self.text.usage());
            self.chunk(&json!([]), &usage);
        }
        self.ready.push_back(sse::Event::default().data("[DONE]"));
    }

    fn delta(&mut self, delta: &Value, finish: Option<&str>) {
        let choice = json!({ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish });
        self.chunk(&json!([choice]), &Value::Null);
    }

    fn chunk(&mut self, choices: &Value, usage: &Value) {
        let Head { id, created, model } = &self.head;
        let mut chunk = json!({
            "id": id, "object": "chat.completion.chunk", "created": created, "model": model, "choices": choices,
        });
        if self.usage {
            chunk["usage"] = usage.clone();
        }
        self.data(&chunk);
    }

    fn data(&mut self, data: &Value) {
        self.ready.push_back(sse::Event::default().data(data.to_string()));
    }
}
