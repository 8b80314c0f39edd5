use super::response::ResponseAssembler;
use super::sse::SseParser;
use crate::provider_errors::ErrorMapper;
use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;
use std::collections::VecDeque;

/// A reader of an answer: turns the bytes of a body into pieces, wherever the body was cut on its way.
#[derive(Debug)]
pub(super) struct AnswerReader<'a> {
    request: &'a ModelRequest,
    errors: ErrorMapper,
    parser: SseParser,
    assembler: ResponseAssembler,
    pieces: VecDeque<Piece>,
    over: bool,
}

impl<'a> AnswerReader<'a> {
    pub(super) fn new(request: &'a ModelRequest, errors: ErrorMapper) -> Self {
        let (parser, assembler) = (SseParser::default(), ResponseAssembler::default());
        Self { request, errors, parser, assembler, pieces: VecDeque::new(), over: false }
    }

    /// Takes the next piece that has been read.
    pub(super) fn next_piece(&mut self) -> Option<Piece> {
        self.pieces.pop_front()
    }

    /// Returns whether the model has finished; its usage may still come.
    pub(super) fn is_finished(&self) -> bool {
        self.assembler.is_finished()
    }

    /// Returns whether the answer is over: the last piece has been read.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Adds bytes of a stream of events.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        let events = self.parser.parse(bytes);
        let events = events.map_err(|_| self.errors.malformed("an event has no end", "it was discarded"))?;
        for event in events {
            if self.over {
                break;
            }
            self.add_event(&event)?;
        }
        Ok(())
    }

    /// Adds the whole body of a server that does not stream.
    pub(super) fn add_whole(&mut self, body: &[u8]) -> Result<(), ModelError> {
        self.assembler.add(body, &self.errors, &mut self.pieces)?;
        if !self.is_finished() {
            return Err(self.errors.malformed("it has no answer", &String::from_utf8_lossy(body)));
        }
        self.finish();
        Ok(())
    }

    /// Ends a stream of events whose connection has ended. Half an event means that the answer was cut.
    pub(super) fn add_rest(&mut self) -> Result<(), ModelError> {
        if let Some(event) = self.parser.finish()
            && is_whole(&event)
        {
            self.add_event(&event)?;
        }
        if !self.over && !self.is_finished() {
            return Err(ModelError::Cut);
        }
        self.finish();
        Ok(())
    }

    fn add_event(&mut self, event: &[u8]) -> Result<(), ModelError> {
        if is_last(event) {
            self.finish();
            return Ok(());
        }
        self.assembler.add(event, &self.errors, &mut self.pieces)
    }

    /// Adds the pieces of the end, unless they are there.
    pub(super) fn finish(&mut self) {
        if !self.over {
            self.assembler.finish(self.request, &mut self.pieces);
            self.over = true;
        }
    }
}

/// Returns whether an event is the mark at the end of the stream.
fn is_last(event: &[u8]) -> bool {
    event.trim_ascii() == b"[DONE]"
}

fn is_whole(event: &[u8]) -> bool {
    is_last(event) || serde_json::from_slice::<serde::de::IgnoredAny>(event).is_ok()
}
