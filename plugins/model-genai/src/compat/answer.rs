use super::calls::Calls;
use super::chunk::{Choice, Chunk, Delta, Tokens};
use crate::fault::Faults;
use hookwire::model::{Finish, ModelError, Piece, Usage};
use hookwire::points::ModelRequest;
use std::collections::VecDeque;

/// Makes pieces of what a server sends.
#[derive(Debug, Default)]
pub(super) struct Answer {
    calls: Calls,
    finish: Option<Finish>,
    usage: Option<Usage>,
}

impl Answer {
    /// Reads one event.
    pub(super) fn take(
        &mut self,
        data: &[u8],
        faults: &Faults,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        let chunk: Chunk = serde_json::from_slice(data)
            .map_err(|error| faults.malformed(&error.to_string(), &String::from_utf8_lossy(data)))?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(faults.object(&error));
        }
        self.usage = chunk.usage.map(usage).or(self.usage);
        for choice in chunk.choices.into_iter().flatten() {
            self.choice(choice, faults, pieces)?;
        }
        Ok(())
    }

    fn choice(
        &mut self,
        choice: Choice,
        faults: &Faults,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        if choice.index.is_some_and(|index| index > 0) {
            return Ok(());
        }
        if let Some(delta) = choice.delta {
            self.delta(delta, faults, pieces)?;
        }
        if let Some(reason) = choice.finish_reason.filter(|reason| !reason.is_empty()) {
            self.finish = Some(finish(&reason));
        }
        Ok(())
    }

    fn delta(
        &mut self,
        mut delta: Delta,
        faults: &Faults,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        pieces.extend(delta.thinking().map(Piece::Thinking));
        pieces.extend(delta.text().map(Piece::Text));
        for part in delta.tool_calls.into_iter().flatten() {
            if !self.calls.add(part) {
                return Err(faults.malformed("its tool calls have no end", "they are not kept"));
            }
        }
        Ok(())
    }

    /// Returns whether the model said that it is done; its usage may still come.
    pub(super) fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    /// Adds what can only be told at the end.
    pub(super) fn end(&mut self, request: &ModelRequest, pieces: &mut VecDeque<Piece>) {
        pieces.extend(self.calls.close(request).into_iter().map(Piece::Call));
        pieces.push_back(Piece::End { finish: self.finish.unwrap_or_default(), usage: self.usage });
    }
}

fn finish(reason: &str) -> Finish {
    match reason {
        "length" | "max_tokens" => Finish::Length,
        "content_filter" => Finish::Filter,
        _ => Finish::Stop,
    }
}

fn usage(tokens: Tokens) -> Usage {
    Usage {
        input_tokens: tokens.read.unwrap_or_default(),
        output_tokens: tokens.written.unwrap_or_default(),
        cost: tokens.cost,
    }
}
