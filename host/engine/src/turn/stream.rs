//! One answer of one model, piece by piece.

use super::agent_run::AgentRun;
use super::metrics;
use super::model_error::AskError;
use super::stop::Stop;
use super::streamed_text::StreamedText;
use crate::feed::Event;
use crate::time::millis;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use hookwire::model::{Finish, Model, ModelError, Piece, Usage};
use hookwire::points::{Message, MessageRole, ModelRequest, ModelResponse, ModelThinking, ModelUsage};
use std::time::Duration;
use tokio::time::Instant;

impl AgentRun {
    /// Calls one model once and shows the answer as it comes.
    pub(super) async fn stream_once(
        &self,
        model: &dyn Model,
        request: &ModelRequest,
        streamed: &StreamedText,
    ) -> Result<ModelResponse, AskError> {
        let failed = |source| AskError::Model { model: request.model.clone(), source };
        self.restart_stream(streamed);
        let mut response = ModelResponse::new(Message::new(MessageRole::Assistant, ""));
        let asked = Instant::now();
        let mut pieces = model.stream(request, &self.cx);
        let mut room = self.config.limits.answer_bytes;
        let mut thinks: Option<Instant> = None;
        let empty = loop {
            let mut piece = self.next_piece(&mut pieces, &mut room).await.map_err(failed)?;
            if !matches!(piece, Piece::Thinking(_))
                && let Some(since) = thinks.take()
            {
                self.turn.add_thinking(since.elapsed());
                response.thinking.push_str(&self.push_thinking(String::new(), true)?);
            }
            let stop = self.pass_piece(&mut piece, &mut thinks, streamed)?;
            let last = response.take(piece);
            if let Some(reason) = stop {
                self.turn.push_notice(format!("the answer was stopped: {reason}"));
                response.message.calls.clear();
                response.finish = Finish::Filter;
                break None;
            }
            if last {
                self.push_delta(String::new(), true, streamed)?;
                break empty_answer(request, &response);
            }
        };
        drop(pieces);
        response.message.text = streamed.text();
        self.account(&request.model, &response, asked.elapsed()).await;
        empty.map_or(Ok(response), |error| Err(failed(error)))
    }

    /// Waits for the next piece of an answer, which has to come in time and to fit.
    async fn next_piece(
        &self,
        pieces: &mut BoxStream<'_, Result<Piece, ModelError>>,
        room: &mut usize,
    ) -> Result<Piece, ModelError> {
        let silence = self.config.retry.silence.0;
        let piece = tokio::time::timeout(silence, pieces.next()).await;
        let piece = piece.map_err(|_| ModelError::Unavailable(silent(silence).into()))?;
        let piece = piece.ok_or(ModelError::Cut)??;
        let too_long = || ModelError::Malformed(too_long(self.config.limits.answer_bytes));
        *room = room.checked_sub(size(&piece)).ok_or_else(too_long)?;
        Ok(piece)
    }

    /// Shows a piece as hooks leave it, and notes when reasoning begins; returns why a hook stops the stream, if one does.
    fn pass_piece(
        &self,
        piece: &mut Piece,
        thinks: &mut Option<Instant>,
        streamed: &StreamedText,
    ) -> Result<Option<String>, Stop> {
        match piece {
            Piece::Text(text) => return self.push_delta(text.clone(), false, streamed),
            Piece::Thinking(text) => {
                thinks.get_or_insert_with(Instant::now);
                *text = self.push_thinking(std::mem::take(text), false)?;
            }
            _ => {}
        }
        Ok(None)
    }

    /// Passes a piece of the reasoning through the hooks, shows what they leave of it, and returns that.
    fn push_thinking(&self, text: String, last: bool) -> Result<String, Stop> {
        let mut event = ModelThinking::new(text);
        event.last = last;
        self.wiring.fire_now::<ModelThinking>(&mut event, &self.cx)?;
        if self.depth == 0 && !event.text.is_empty() {
            self.turn.push(Event::Thinking { text: event.text.clone() });
        }
        Ok(event.text)
    }

    /// Fires the point of an answer's usage, and counts its cost.
    async fn account(&self, model: &str, response: &ModelResponse, took: Duration) {
        if let Some(usage) = response.usage {
            let mut event = ModelUsage::new(model, usage.input_tokens, usage.output_tokens);
            event.cost = usage.cost;
            event.duration_ms = millis(took);
            self.wiring.notify::<ModelUsage>(&event, &self.cx).await;
            self.count_usage(model, usage);
        }
    }

    fn count_usage(&self, model: &str, usage: Usage) {
        let Usage { input_tokens, output_tokens, cost } = usage;
        metrics::model(model, input_tokens, output_tokens);
        self.turn.budget().spend_tokens(input_tokens + output_tokens);
        self.turn.push(Event::Usage { model: model.to_owned(), input_tokens, output_tokens, cost });
    }
}

fn silent(silence: Duration) -> String {
    format!("it was silent for {silence:?} (retry.silence)")
}

/// Returns how many bytes of an answer's limit a piece takes.
fn size(piece: &Piece) -> usize {
    match piece {
        Piece::Text(text) | Piece::Thinking(text) => text.len(),
        // A call takes room even if it has no text in it.
        Piece::Call(call) => size_of_val(call) + call.tool.len() + call.args.to_string().len(),
        _ => 0,
    }
}

fn too_long(most: usize) -> String {
    format!("it is longer than {most} bytes (limits.answer_bytes)")
}

/// Returns the error of an answer without text and calls.
fn empty_answer(request: &ModelRequest, response: &ModelResponse) -> Option<ModelError> {
    let Message { text, calls, .. } = &response.message;
    // After a tool's result the model may have nothing to add.
    let after_result = request.messages.last().is_some_and(|last| last.role == MessageRole::Tool);
    let empty = text.trim().is_empty() && calls.is_empty() && !after_result;
    empty.then(|| match response.finish {
        Finish::Filter => ModelError::Refused("it does not show its answer".into()),
        _ => ModelError::Malformed("it is empty".into()),
    })
}
