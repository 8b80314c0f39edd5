use genai::chat::{
    ChatMessage, ChatOptions, ChatRequest, ContentPart, MessageContent, ReasoningEffort, Tool, ToolCall,
    ToolResponse,
};
use hookwire::points::{self, Message, MessageRole, ModelRequest, ToolSpec};
use serde_json::{Map, Value};
use std::time::Duration;

/// Converts a request. `sign` adds the signatures to the calls of the message at a position, and returns the parts that
/// come before its text.
pub(super) fn chat(
    request: &ModelRequest,
    sign: impl Fn(usize, &mut [ToolCall]) -> Vec<ContentPart>,
) -> ChatRequest {
    let messages = request.messages.iter().enumerate();
    let messages = messages.map(|(position, message)| convert(message, |calls| sign(position, calls)));
    let mut chat = ChatRequest::from_messages(messages.collect());
    if !request.system.is_empty() {
        chat = chat.with_system(&*request.system);
    }
    if !request.tools.is_empty() {
        chat = chat.with_tools(request.tools.iter().map(tool));
    }
    chat
}

fn convert(message: &Message, sign: impl FnOnce(&mut [ToolCall]) -> Vec<ContentPart>) -> ChatMessage {
    let text = &*message.text;
    match message.role {
        MessageRole::System => ChatMessage::system(text),
        MessageRole::User => ChatMessage::user(text),
        MessageRole::Assistant => {
            let mut calls: Vec<_> = message.calls.iter().map(call).collect();
            let mut parts = sign(&mut calls);
            parts.extend(Some(text).filter(|text| !text.is_empty()).map(ContentPart::from_text));
            parts.extend(calls.into_iter().map(ContentPart::ToolCall));
            ChatMessage::assistant(MessageContent::from_parts(parts))
        }
        MessageRole::Tool => {
            let response = ToolResponse::new(message.call.as_deref().unwrap_or_default(), text);
            ChatMessage::tool(MessageContent::from_parts(vec![ContentPart::ToolResponse(response)]))
        }
    }
}

fn call(call: &points::ToolCall) -> ToolCall {
    ToolCall {
        call_id: call.id.clone(),
        fn_name: call.tool.clone(),
        fn_arguments: call.args.clone(),
        thought_signatures: None,
    }
}

fn tool(spec: &ToolSpec) -> Tool {
    Tool::new(&*spec.name).with_description(&*spec.description).with_schema(spec.schema.clone())
}

/// Converts the parameters. Those that `genai` does not know are added to the body of the request.
pub(super) fn options(parameters: &Map<String, Value>, first_byte: Duration, idle: Duration) -> ChatOptions {
    let mut options = ChatOptions::default()
        .with_stream_header_timeout(first_byte)
        .with_stream_read_timeout(idle)
        .with_capture_usage(true)
        .with_capture_content(true)
        .with_capture_reasoning_content(true)
        .with_capture_tool_calls(true);
    let mut others = Map::new();
    for (name, value) in parameters {
        if !set_known(&mut options, name, value) {
            others.insert(name.clone(), value.clone());
        }
    }
    if others.is_empty() { options } else { options.with_extra_body(Value::Object(others)) }
}

/// Sets an option that `genai` knows; returns whether it does.
fn set_known(options: &mut ChatOptions, name: &str, value: &Value) -> bool {
    match name {
        "temperature" => set(&mut options.temperature, value.as_f64()),
        "top_p" => set(&mut options.top_p, value.as_f64()),
        "seed" => set(&mut options.seed, value.as_u64()),
        "max_tokens" => {
            set(&mut options.max_tokens, value.as_u64().and_then(|tokens| u32::try_from(tokens).ok()))
        }
        "reasoning_effort" => {
            let effort = value.as_str().and_then(ReasoningEffort::from_keyword);
            set(&mut options.reasoning_effort, effort)
        }
        "stop" | "stop_sequences" => {
            options.stop_sequences = match value {
                Value::String(text) => vec![text.clone()],
                Value::Array(texts) => texts.iter().filter_map(|text| Some(text.as_str()?.into())).collect(),
                _ => return false,
            };
            true
        }
        _ => false,
    }
}

/// Sets an option; returns whether there is a value.
fn set<T>(option: &mut Option<T>, value: Option<T>) -> bool {
    *option = value;
    option.is_some()
}
