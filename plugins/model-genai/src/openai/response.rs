use super::chunk::{Choice, Chunk, Delta, Tokens};
use super::tool_calls::ToolCallAssembler;
use crate::provider_errors::ErrorMapper;
use hookwire::model::{Finish, ModelError, Piece, Usage};
use hookwire::points::ModelRequest;
use std::collections::VecDeque;

/// An assembler of a response: turns what a server sends into pieces.
#[derive(Debug, Default)]
pub(super) struct ResponseAssembler {
    calls: ToolCallAssembler,
    finish: Option<Finish>,
    usage: Option<Usage>,
}

impl ResponseAssembler {
    /// Adds the data of one event.
    pub(super) fn add(
        &mut self,
        data: &[u8],
        errors: &ErrorMapper,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        let chunk: Chunk = serde_json::from_slice(data)
            .map_err(|error| errors.malformed(&error.to_string(), &String::from_utf8_lossy(data)))?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(errors.map_object(&error));
        }
        self.usage = chunk.usage.map(usage).or(self.usage);
        for choice in chunk.choices.into_iter().flatten() {
            self.add_choice(choice, errors, pieces)?;
        }
        Ok(())
    }

    fn add_choice(
        &mut self,
        choice: Choice,
        errors: &ErrorMapper,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        if choice.index.is_some_and(|index| index > 0) {
            return Ok(());
        }
        if let Some(delta) = choice.delta {
            self.add_delta(delta, errors, pieces)?;
        }
        if let Some(reason) = choice.finish_reason.filter(|reason| !reason.is_empty()) {
            self.finish = Some(finish_reason(&reason));
        }
        Ok(())
    }

    fn add_delta(
        &mut self,
        mut delta: Delta,
        errors: &ErrorMapper,
        pieces: &mut VecDeque<Piece>,
    ) -> Result<(), ModelError> {
        pieces.extend(delta.take_thinking().map(Piece::Thinking));
        pieces.extend(delta.take_text().map(Piece::Text));
        for part in delta.tool_calls.into_iter().flatten() {
            if !self.calls.add(part) {
                return Err(errors.malformed("its tool calls have no end", "they were discarded"));
            }
        }
        Ok(())
    }

    /// Returns whether the model has finished; its usage may still come.
    pub(super) fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    /// Adds the pieces that come at the end: tool calls, the finish reason and the usage.
    pub(super) fn finish(&mut self, request: &ModelRequest, pieces: &mut VecDeque<Piece>) {
        pieces.extend(self.calls.finish(request).into_iter().map(Piece::Call));
        pieces.push_back(Piece::End { finish: self.finish.unwrap_or_default(), usage: self.usage });
    }
}

fn finish_reason(reason: &str) -> Finish {
    match reason {
        "length" | "max_tokens" => Finish::Length,
        "content_filter" => Finish::Filter,
        _ => Finish::Stop,
    }
}

fn usage(tokens: Tokens) -> Usage {
    Usage {
        input_tokens: tokens.input.unwrap_or_default(),
        output_tokens: tokens.output.unwrap_or_default(),
        cost: tokens.cost,
    }
}
