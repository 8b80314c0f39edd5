//! One answer of one model, piece by piece.

use super::attempts::AskError;
use super::shown::Shown;
use super::{AgentRun, Stop};
use crate::agent::Event;
use futures::StreamExt;
use futures::stream::BoxStream;
use hookwire::model::{Finish, Model, ModelError, Piece};
use hookwire::points::{Message, MessageRole, ModelRequest, ModelResponse, ModelThinking, ModelUsage};
use std::time::Duration;

impl AgentRun {
    /// Forgets what an answer has shown that broke off, or that a hook wants again.
    fn again(&self, shown: &Shown) {
        let mut seen = shown.text();
        if !seen.is_empty() {
            seen.clear();
            self.restart();
        }
    }

    /// Asks one model once and shows the answer as it comes.
    pub(super) async fn once(
        &self,
        model: &dyn Model,
        request: &ModelRequest,
        shown: &Shown,
    ) -> Result<ModelResponse, AskError> {
        let broken = |source| AskError::Model { model: request.model.clone(), source };
        self.again(shown);
        let mut response = ModelResponse::new(Message::new(MessageRole::Assistant, ""));
        let mut pieces = model.stream(request, &self.cx);
        let mut room = self.profile.limits.answer_bytes;
        let nothing = loop {
            let piece = self.next(&mut pieces, &mut room).await.map_err(broken)?;
            let stop = self.pass(&piece, shown)?;
            let last = response.take(piece);
            if let Some(reason) = stop {
                self.notice(format!("the answer was stopped: {reason}"));
                response.message.calls.clear();
                response.finish = Finish::Filter;
                break None;
            }
            if last {
                self.piece(String::new(), true, shown)?;
                break nothing(request, &response);
            }
        };
        drop(pieces);
        shown.text().clone_into(&mut response.message.text);
        self.account(&request.model, &response).await;
        nothing.map_or(Ok(response), |nothing| Err(broken(nothing)))
    }

    /// Waits for the next piece of an answer, which has to come in time and to fit.
    async fn next(
        &self,
        pieces: &mut BoxStream<'_, Result<Piece, ModelError>>,
        room: &mut usize,
    ) -> Result<Piece, ModelError> {
        let silence = self.profile.retry.silence.0;
        let piece = tokio::time::timeout(silence, pieces.next()).await;
        let piece = piece.map_err(|_| ModelError::Unavailable(silent(silence)))?;
        let piece = piece.ok_or(ModelError::Cut)??;
        let too_long = || ModelError::Malformed(too_long(self.profile.limits.answer_bytes));
        *room = room.checked_sub(size(&piece)).ok_or_else(too_long)?;
        Ok(piece)
    }

    /// Shows a piece as hooks leave it; returns whether one of them stops the stream.
    fn pass(&self, piece: &Piece, shown: &Shown) -> Result<Option<String>, Stop> {
        match piece {
            Piece::Text(text) => return self.piece(text.clone(), false, shown),
            Piece::Thinking(text) => self.think(text),
            _ => {}
        }
        Ok(None)
    }

    fn think(&self, text: &str) {
        if self.depth == 0 {
            self.shared.feed.push(Event::Thinking { text: text.to_owned() });
        }
    }

    async fn account(&self, model: &str, response: &ModelResponse) {
        if !response.thinking.is_empty() {
            let event = ModelThinking::new(&*response.thinking);
            let _ = self.wiring.fire::<ModelThinking>(&event, &self.cx).await;
        }
        if let Some(usage) = response.usage {
            let mut event = ModelUsage::new(model, usage.input_tokens, usage.output_tokens);
            event.cost = usage.cost;
            let _ = self.wiring.fire::<ModelUsage>(&event, &self.cx).await;
            self.cost(model, usage);
        }
    }
}

fn silent(silence: Duration) -> String {
    format!("it was silent for {silence:?} (retry.silence)")
}

/// Returns how much room a piece takes.
fn size(piece: &Piece) -> usize {
    match piece {
        Piece::Text(text) | Piece::Thinking(text) => text.len(),
        // What a call costs without a word in it counts as well.
        Piece::Call(call) => size_of_val(call) + call.tool.len() + call.args.to_string().len(),
        _ => 0,
    }
}

fn too_long(most: usize) -> String {
    format!("it is longer than {most} bytes (limits.answer_bytes)")
}

/// Says what is wrong with an answer that says nothing and calls nothing.
fn nothing(request: &ModelRequest, response: &ModelResponse) -> Option<ModelError> {
    let Message { text, calls, .. } = &response.message;
    // Behind a tool's result it may say that there is nothing to add.
    let done = request.messages.last().is_some_and(|last| last.role == MessageRole::Tool);
    let empty = text.trim().is_empty() && calls.is_empty() && !done;
    empty.then(|| match response.finish {
        Finish::Filter => ModelError::Refused("it does not show its answer".into()),
        _ => ModelError::Malformed("it is empty".into()),
    })
}
