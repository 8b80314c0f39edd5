use super::super::door::Door;
use super::reply::{Head, finish};
use super::said::Words;
use super::shape;
use crate::agent::{Event, Outcome, Reader};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use hookwire::points::End;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::watch;

/// An answer on its way.
struct Tail {
    head: Head,
    reader: Reader,
    words: Words,
    /// What can be sent already.
    ready: VecDeque<sse::Event>,
    usage: bool,
    over: watch::Receiver<bool>,
    done: bool,
}

/// Streams an answer in the pieces that these clients read.
pub(super) fn stream(door: &Door, head: Head, reader: Reader, usage: bool) -> Response {
    let mut tail = Tail {
        head,
        reader,
        words: Words::default(),
        ready: VecDeque::new(),
        usage,
        over: door.over.subscribe(),
        done: false,
    };
    tail.delta(&json!({ "role": "assistant", "content": "" }), None);
    let pieces = stream::unfold(tail, |mut tail| async move {
        let piece = tail.next().await?;
        Some((Ok::<_, Infallible>(piece), tail))
    });
    let alive = KeepAlive::new().interval(crate::http::talk::interval(door));
    Sse::new(pieces).keep_alive(alive).into_response()
}

impl Tail {
    async fn next(&mut self) -> Option<sse::Event> {
        while self.ready.is_empty() && !self.done {
            let event = tokio::select! {
                biased;
                event = self.reader.next() => event,
                _ = self.over.wait_for(|over| *over) => None,
            };
            self.take(event);
        }
        self.ready.pop_front()
    }

    fn take(&mut self, event: Option<Event>) {
        let Some(event) = event else {
            let stopping = super::super::problem::Problem::from(crate::agent::SendError::Stopping);
            self.piece(&shape::error(&stopping));
            self.done = true;
            return;
        };
        if let Some(text) = self.words.take(&event) {
            self.delta(&json!({ "content": text }), None);
        }
        if let Event::End(outcome) = event {
            self.end(&outcome);
            self.done = true;
        }
    }

    fn end(&mut self, outcome: &Outcome) {
        match finish(outcome) {
            Err(problem) => return self.piece(&shape::error(&problem)),
            Ok(finish) => {
                let refusal = outcome.error.as_ref().filter(|_| outcome.end == End::Refused);
                let delta = refusal.map_or_else(|| json!({}), |refusal| json!({ "refusal": refusal }));
                self.delta(&delta, Some(finish));
            }
        }
        if self.usage {
            let usage = json!(self.words.usage);
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
        self.piece(&chunk);
    }

    fn piece(&mut self, piece: &Value) {
        self.ready.push_back(sse::Event::default().data(piece.to_string()));
    }
}
