use super::thoughts::Thoughts;
use crate::ids;
use genai::chat::{ChatStreamEvent, StopReason, StreamEnd, ToolCall};
use hookwire::model::{Finish, Piece, Usage};
use hookwire::points::{self, ModelRequest};
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Makes pieces of an event; returns whether it was the last.
pub(super) fn take(
    event: ChatStreamEvent,
    request: &ModelRequest,
    thoughts: &Thoughts,
    pieces: &mut VecDeque<Piece>,
) -> bool {
    match event {
        ChatStreamEvent::Chunk(chunk) => pieces.push_back(Piece::Text(chunk.content)),
        ChatStreamEvent::ReasoningChunk(chunk) => pieces.push_back(Piece::Thinking(chunk.content)),
        ChatStreamEvent::End(end) => {
            close(end, request, thoughts, pieces);
            return true;
        }
        // Calls come whole with the end.
        ChatStreamEvent::Start
        | ChatStreamEvent::ThoughtSignatureChunk(_)
        | ChatStreamEvent::ToolCallChunk(_)
        | ChatStreamEvent::Heartbeat => {}
    }
    false
}

fn close(end: StreamEnd, request: &ModelRequest, thoughts: &Thoughts, pieces: &mut VecDeque<Piece>) {
    if let Some(content) = &end.captured_content {
        thoughts.keep(content);
    }
    let finish = match &end.captured_stop_reason {
        Some(StopReason::MaxTokens(_)) => Finish::Length,
        Some(StopReason::ContentFilter(_)) => Finish::Filter,
        _ => Finish::Stop,
    };
    let usage = end.captured_usage.as_ref().map(|usage| Usage {
        input_tokens: count(usage.prompt_tokens),
        output_tokens: count(usage.completion_tokens),
        cost: None,
    });
    let calls = end.captured_into_tool_calls().unwrap_or_default();
    let named = calls.into_iter().filter(|call| !call.fn_name.is_empty()).enumerate();
    pieces.extend(named.map(|(index, made)| Piece::Call(call(made, index, request))));
    pieces.push_back(Piece::End { finish, usage });
}

fn call(made: ToolCall, index: usize, request: &ModelRequest) -> points::ToolCall {
    let args = match made.fn_arguments {
        Value::Null => Value::Object(Map::new()),
        Value::String(text) if text.trim().is_empty() => Value::Object(Map::new()),
        args => args,
    };
    let mut call = points::ToolCall::new(made.fn_name, args);
    call.id = ids::fresh(made.call_id, index, request);
    call
}

fn count(tokens: Option<i32>) -> u64 {
    tokens.and_then(|tokens| u64::try_from(tokens).ok()).unwrap_or_default()
}
