use crate::call_ids::CallIds;
use genai::chat::{ChatStreamEvent, MessageContent, StopReason, StreamEnd, ToolCall};
use hookwire::model::{Finish, Piece, Usage};
use hookwire::points::{self, ModelRequest};
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Adds the pieces of an event; returns whether it was the last. `remember` gets the tool calls and contents of the whole
/// answer.
pub(super) fn add_event(
    event: ChatStreamEvent,
    request: &ModelRequest,
    pieces: &mut VecDeque<Piece>,
    remember: impl FnOnce(&[ToolCall], &MessageContent),
) -> bool {
    match event {
        ChatStreamEvent::Chunk(chunk) => pieces.push_back(Piece::Text(chunk.content)),
        ChatStreamEvent::ReasoningChunk(chunk) => pieces.push_back(Piece::Thinking(chunk.content)),
        ChatStreamEvent::End(end) => {
            finish(end, request, pieces, remember);
            return true;
        }
        // The end has the whole tool calls.
        ChatStreamEvent::Start
        | ChatStreamEvent::ThoughtSignatureChunk(_)
        | ChatStreamEvent::ToolCallChunk(_)
        | ChatStreamEvent::Heartbeat => {}
    }
    false
}

fn finish(
    end: StreamEnd,
    request: &ModelRequest,
    pieces: &mut VecDeque<Piece>,
    remember: impl FnOnce(&[ToolCall], &MessageContent),
) {
    let reason = match &end.captured_stop_reason {
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
    let mut ids = CallIds::of(request);
    let calls: Vec<_> = named.map(|(index, call)| prepare(call.clone(), index, &mut ids)).collect();
    remember(&calls, &content);
    let piece = |ToolCall { call_id: id, fn_name: tool, fn_arguments: args, .. }| {
        let mut call = points::ToolCall::new(tool, args);
        call.id = id;
        Piece::Call(call)
    };
    pieces.extend(calls.into_iter().map(piece));
    pieces.push_back(Piece::End { finish: reason, usage });
}

/// Returns a tool call with its final id, and with an object for missing arguments.
fn prepare(mut call: ToolCall, index: usize, ids: &mut CallIds) -> ToolCall {
    call.fn_arguments = match call.fn_arguments {
        Value::Null => Value::Object(Map::new()),
        Value::String(text) if text.trim().is_empty() => Value::Object(Map::new()),
        args => args,
    };
    call.call_id = ids.unique(call.call_id, index);
    call
}

fn count(tokens: Option<i32>) -> u64 {
    tokens.and_then(|tokens| u64::try_from(tokens).ok()).unwrap_or_default()
}
