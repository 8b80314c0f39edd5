use super::super::problem::Problem;
use super::request::Said;
use hookwire::points::{Message, MessageRole};
use serde_json::Value;

/// What the user says now, and what was said before.
#[derive(Debug, PartialEq)]
pub(super) struct Prompt {
    pub(super) message: String,
    pub(super) earlier: Vec<Message>,
}

impl Prompt {
    pub(super) fn of(said: &[Said]) -> Result<Self, Problem> {
        let Some((last, earlier)) = said.split_last() else {
            return Err(wrong("`messages` is empty; the last one must be the user's".into()));
        };
        if last.role != "user" {
            let at = earlier.len();
            return Err(wrong(format!("`messages[{at}].role`: the last message must be the user's")));
        }
        let message = text(&last.content, earlier.len())?;
        let earlier =
            earlier.iter().enumerate().map(|(at, said)| before(said, at)).collect::<Result<_, _>>()?;
        Ok(Self { message, earlier })
    }
}

fn before(said: &Said, at: usize) -> Result<Message, Problem> {
    let role = match said.role.as_str() {
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
    Ok(Message::new(role, text(&said.content, at)?))
}

fn text(content: &Value, at: usize) -> Result<String, Problem> {
    match content {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(parts) => parts.iter().map(|part| piece(part, at)).collect(),
        _ => Err(wrong(format!("`messages[{at}].content` must be a text or a list of parts"))),
    }
}

fn piece(part: &Value, at: usize) -> Result<String, Problem> {
    match (part["type"].as_str(), part["text"].as_str()) {
        (Some("text"), Some(text)) => Ok(text.to_owned()),
        (Some(kind), _) if kind != "text" => {
            let message = format!(
                "`messages[{at}].content`: parts of type `{kind}` are not taken; send files to /v1/chat"
            );
            Err(Problem::bad("unsupported", message))
        }
        _ => Err(wrong(format!("`messages[{at}].content`: a part needs `type` and `text`"))),
    }
}

fn wrong(message: String) -> Problem {
    Problem::bad("invalid_request", message)
}
