use hookwire::points::{Message, MessageRole, ModelRequest, ToolCall, ToolSpec};
use serde_json::{Map, Value, json};

/// Returns the body of a request. Parameters are passed on as they are and override every field but `model`, `messages`
/// and `stream`.
pub(super) fn body(model: &str, request: &ModelRequest) -> Value {
    let mut body = Map::new();
    body.insert("stream_options".into(), json!({ "include_usage": true }));
    if !request.tools.is_empty() {
        body.insert("tools".into(), request.tools.iter().map(tool).collect());
    }
    body.extend(request.parameters.clone());
    // A parameter that is null removes the field, for servers that do not know it.
    body.retain(|_, value| !value.is_null());
    body.insert("model".into(), model.into());
    body.insert("messages".into(), messages(request));
    body.insert("stream".into(), true.into());
    Value::Object(body)
}

fn messages(request: &ModelRequest) -> Value {
    let system = Message::new(MessageRole::System, &*request.system);
    let system = Some(&system).filter(|system| !system.text.is_empty());
    system.into_iter().chain(&request.messages).map(message).collect()
}

fn message(message: &Message) -> Value {
    let text = &message.text;
    match message.role {
        MessageRole::System => json!({ "role": "system", "content": text }),
        MessageRole::User => json!({ "role": "user", "content": text }),
        MessageRole::Tool => json!({
            "role": "tool",
            "tool_call_id": message.call.as_deref().unwrap_or_default(),
            "content": text,
        }),
        MessageRole::Assistant if message.calls.is_empty() => json!({ "role": "assistant", "content": text }),
        MessageRole::Assistant => json!({
            "role": "assistant",
            "content": Some(text).filter(|text| !text.is_empty()),
            "tool_calls": message.calls.iter().map(call).collect::<Value>(),
        }),
    }
}

/// Returns a tool call. Its arguments are always valid JSON, even if the model's were not: some servers parse them.
fn call(call: &ToolCall) -> Value {
    let function = json!({ "name": call.tool, "arguments": call.args.to_string() });
    json!({ "id": call.id, "type": "function", "function": function })
}

fn tool(tool: &ToolSpec) -> Value {
    let ToolSpec { name, description, schema, .. } = tool;
    json!({ "type": "function", "function": { "name": name, "description": description, "parameters": schema } })
}
