use hookwire::points::{Message, MessageRole, ModelRequest, ToolCall, ToolSpec};
use hookwire::{Error, Result};
use rig_core::completion::{CompletionRequest, ToolDefinition};
use rig_core::message::{self, AssistantContent, ToolName, ToolResult, ToolResultContent, UserContent};
use serde_json::Value;
use std::mem::take;

/// Writes a request of rig as hooks see it: one message for each text, first those of documents, and the leading
/// instructions apart.
pub(crate) fn from_rig(given: &CompletionRequest, model: &str) -> ModelRequest {
    let mut messages: Vec<_> = given.chat_history.iter().flat_map(messages).collect();
    let system = match messages.first() {
        Some(first) if first.role == MessageRole::System => messages.remove(0).text,
        _ => String::new(),
    };
    let documents = given.documents.iter().map(|document| Message::new(MessageRole::System, &document.text));
    messages.splice(..0, documents);
    let mut request = ModelRequest::new(given.model.as_deref().unwrap_or(model), messages);
    request.system = system;
    let spec = |tool: &ToolDefinition| {
        ToolSpec::new(tool.name.as_str(), tool.description.clone(), tool.parameters.clone())
    };
    request.tools = given.tools.iter().map(spec).collect();
    let temperature = given.temperature.map(|value| ("temperature".to_owned(), value.into()));
    let max_tokens = given.max_tokens.map(|value| ("max_tokens".to_owned(), value.into()));
    request.parameters = temperature.into_iter().chain(max_tokens).collect();
    request
}

fn messages(message: &message::Message) -> Vec<Message> {
    match message {
        message::Message::System { content } => vec![Message::new(MessageRole::System, content)],
        message::Message::User { content } => content.iter().filter_map(user).collect(),
        message::Message::Assistant(assistant) => vec![from_assistant(&assistant.content)],
    }
}

fn user(content: &UserContent) -> Option<Message> {
    match content {
        UserContent::Text(text) => Some(Message::new(MessageRole::User, &text.text)),
        UserContent::ToolResult(result) => {
            let mut message = Message::new(MessageRole::Tool, rendered(result));
            message.call = Some(result.call.wire().into_owned());
            Some(message)
        }
        _ => None,
    }
}

fn rendered(result: &ToolResult) -> String {
    let text = |content: &ToolResultContent| match content {
        ToolResultContent::Text(text) => text.text.clone(),
        ToolResultContent::Json { value } => value.to_string(),
        ToolResultContent::Image(_) => String::new(),
    };
    result.content.iter().map(text).collect()
}

pub(crate) fn from_assistant(content: &[AssistantContent]) -> Message {
    let mut message = Message::new(MessageRole::Assistant, "");
    for part in content {
        match part {
            AssistantContent::Text(text) => message.text.push_str(&text.text),
            AssistantContent::ToolCall(call) => {
                let function = &call.function;
                let mut made = ToolCall::new(function.name.as_str(), function.arguments_value());
                made.id = call.id.wire().into_owned();
                message.calls.push(made);
            }
            _ => {}
        }
    }
    message
}

/// Writes what hooks have changed into the request of rig. `before` is the request as the hooks were given it.
pub(crate) fn to_rig(
    mut given: CompletionRequest,
    before: &ModelRequest,
    wanted: ModelRequest,
) -> Result<CompletionRequest> {
    let ModelRequest { model, system, messages, tools, mut parameters, .. } = wanted;
    if shape(&messages) != shape(&before.messages) || system.is_empty() != before.system.is_empty() {
        return Err(
            "a hook adds, removes or turns messages of the request, and here it can change texts only".into(),
        );
    }
    let mut texts = messages.into_iter().map(|message| message.text);
    given.documents.iter_mut().zip(&mut texts).for_each(|(document, text)| document.text = text);
    // By what stands in the history: instructions may be there and empty.
    let begins = matches!(given.chat_history.first(), Some(message::Message::System { .. }));
    let instructions = begins.then_some(system);
    let mut texts = instructions.into_iter().chain(&mut texts);
    given.chat_history.iter_mut().for_each(|message| write(message, &mut texts));
    if model != before.model {
        given.model = Some(model);
    }
    if tools != before.tools {
        given.tools = tools.into_iter().map(definition).collect::<Result<_>>()?;
    }
    given.temperature = taken(parameters.remove("temperature"), "temperature", Value::as_f64)?;
    given.max_tokens = taken(parameters.remove("max_tokens"), "max_tokens", Value::as_u64)?;
    Ok(if parameters.is_empty() { given } else { given.additional_params(Value::Object(parameters)) })
}

/// Reads a parameter; one that is there and cannot be read is an error, as a limit must not go in silence.
fn taken<T>(value: Option<Value>, name: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    let read = read(&value).ok_or_else(|| Error::msg(format!("a hook has set `{name}` to {value}")))?;
    Ok(Some(read))
}

/// Returns the messages without their texts.
fn shape(messages: &[Message]) -> Vec<Message> {
    let mut messages = messages.to_vec();
    for message in &mut messages {
        message.text.clear();
    }
    messages
}

/// Writes the next texts into a message, in the order in which they were taken out; what did not change stays as it is.
fn write(message: &mut message::Message, texts: &mut impl Iterator<Item = String>) {
    match message {
        message::Message::System { content } => *content = texts.next().unwrap_or_default(),
        message::Message::User { content } => {
            for part in content {
                let Some(before) = user(part) else { continue };
                let text = texts.next().unwrap_or_default();
                if text == before.text {
                    continue;
                }
                match part {
                    UserContent::ToolResult(result) => result.content = vec![ToolResultContent::text(text)],
                    part => *part = UserContent::text(text),
                }
            }
        }
        message::Message::Assistant(assistant) => {
            let text = texts.next().unwrap_or_default();
            if text != from_assistant(&assistant.content).text {
                assistant.content = with_text(take(&mut assistant.content), text);
            }
        }
    }
}

/// Puts one text in the place of all texts.
pub(crate) fn with_text(content: Vec<AssistantContent>, text: String) -> Vec<AssistantContent> {
    let is_text = |part: &AssistantContent| matches!(part, AssistantContent::Text(_));
    let place = content.iter().position(is_text).unwrap_or(content.len());
    let mut content: Vec<_> = content.into_iter().filter(|part| !is_text(part)).collect();
    if !text.is_empty() {
        content.insert(place, AssistantContent::text(text));
    }
    content
}

fn definition(spec: ToolSpec) -> Result<ToolDefinition> {
    let name = ToolName::new(spec.name).map_err(Error::from)?;
    Ok(ToolDefinition::new(name, spec.description, spec.schema))
}
