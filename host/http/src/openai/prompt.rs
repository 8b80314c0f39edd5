use super::request::ChatMessage;
use crate::api_error::ApiError;
use hookwire::points::{Message, MessageRole};
use serde_json::Value;

/// The message of the user, and the messages before it.
#[derive(Debug, PartialEq)]
pub(super) struct Prompt {
    pub(super) message: String,
    pub(super) earlier: Vec<Message>,
}

impl Prompt {
    pub(super) fn of(messages: &[ChatMessage]) -> Result<Self, ApiError> {
        let Some((last, earlier)) = messages.split_last() else {
            return Err(wrong("`messages` is empty; the last one must be the user's".into()));
        };
        if last.role != "user" {
            let at = earlier.len();
            return Err(wrong(format!("`messages[{at}].role`: the last message must be the user's")));
        }
        let message = text(&last.content, earlier.len())?;
        let earlier = earlier.iter().enumerate().map(|(at, message)| earlier_message(message, at));
        let earlier = earlier.collect::<Result<_, _>>()?;
        Ok(Self { message, earlier })
    }
}

fn earlier_message(message: &ChatMessage, at: usize) -> Result<Message, ApiError> {
    let role = match message.role.as_str() {
        "system" | "developer" => MessageRole::System,
        "user" => MessageRole::User,
        "assistant" => MessageRole::Assistant,
        "tool" | "function" => {
            return Err(wrong(format!(
                "`messages[{at}].role`: tools are the agent's own, so it takes no results"
            )));
        }
        other => return Err(wrong(format!("`messages[{at}].role`: there is no role `{other}`"))),
    };
    Ok(Message::new(role, text(&message.content, at)?))
}

fn text(content: &Value, at: usize) -> Result<String, ApiError> {
    match content {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(parts) => parts.iter().map(|part| part_text(part, at)).collect(),
        _ => Err(wrong(format!("`messages[{at}].content` must be a text or a list of parts"))),
    }
}

fn part_text(part: &Value, at: usize) -> Result<String, ApiError> {
    match (part["type"].as_str(), part["text"].as_str()) {
        (Some("text"), Some(text)) => Ok(text.to_owned()),
        (Some(kind), _) if kind != "text" => {
            let message = format!(
                "`messages[{at}].content`: parts of type `{kind}` are not taken; send files to /v1/chat"
            );
            Err(ApiError::bad_request("unsupported", message))
        }
        _ => Err(wrong(format!("`messages[{at}].content`: a part needs `type` and `text`"))),
    }
}

fn wrong(message: String) -> ApiError {
    ApiError::bad_request("invalid_request", message)
}
