use crate::ids;
use genai::chat::{ChatStreamEvent, MessageContent, StopReason, StreamEnd, ToolCall};
use hookwire::model::{Finish, Piece, Usage};
use hookwire::points::{self, ModelRequest};
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Makes pieces of an event and has kept what an answer with calls said; returns whether it was the last.
pub(super) fn take(
    event: ChatStreamEvent,
    request: &ModelRequest,
    pieces: &mut VecDeque<Piece>,
    keep: impl FnOnce(&[ToolCall], &MessageContent),
) -> bool {
    match event {
        ChatStreamEvent::Chunk(chunk) => pieces.push_back(Piece::Text(chunk.content)),
        ChatStreamEvent::ReasoningChunk(chunk) => pieces.push_back(Piece::Thinking(chunk.content)),
        ChatStreamEvent::End(end) => {
            close(end, request, pieces, keep);
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

fn close(
    end: StreamEnd,
    request: &ModelRequest,
    pieces: &mut VecDeque<Piece>,
    keep: impl FnOnce(&[ToolCall], &MessageContent),
) {
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
    let content = end.captured_content.unwrap_or_default();
    let named = content.tool_calls().into_iter().filter(|call| !call.fn_name.is_empty()).enumerate();
    let calls: Vec<_> = named.map(|(index, made)| call(made.clone(), index, request)).collect();
    keep(&calls, &content);
    let piece = |ToolCall { call_id: id, fn_name: tool, fn_arguments: args, .. }| {
        let mut call = points::ToolCall::new(tool, args);
        call.id = id;
        Piece::Call(call)
    };
    pieces.extend(calls.into_iter().map(piece));
    pieces.push_back(Piece::End { finish, usage });
}

/// Makes a call as the conversation will have it.
fn call(mut made: ToolCall, index: usize, request: &ModelRequest) -> ToolCall {
    made.fn_arguments = match made.fn_arguments {
        Value::Null => Value::Object(Map::new()),
        Value::String(text) if text.trim().is_empty() => Value::Object(Map::new()),
        args => args,
    };
    made.call_id = ids::fresh(made.call_id, index, request);
    made
}

fn count(tokens: Option<i32>) -> u64 {
    tokens.and_then(|tokens| u64::try_from(tokens).ok()).unwrap_or_default()
}
