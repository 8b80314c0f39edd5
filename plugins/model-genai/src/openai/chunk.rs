use serde::Deserialize;
use serde_json::Value;

/// The data of one event, or the whole answer of a server that does not stream.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chunk {
    pub(super) error: Option<Value>,
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) usage: Option<Tokens>,
}

/// One of the answers; only the first is used.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) index: Option<u64>,
    #[serde(alias = "message")]
    pub(super) delta: Option<Delta>,
    pub(super) finish_reason: Option<String>,
}

/// The part of a message that a chunk adds.
#[derive(Debug, Deserialize)]
pub(super) struct Delta {
    content: Option<Content>,
    refusal: Option<String>,
    reasoning_content: Option<String>,
    reasoning: Option<String>,
    pub(super) tool_calls: Option<Vec<ToolCallPart>>,
}

/// The content of a message: a text, or the typed parts that some servers send.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<ContentPart>),
}

#[derive(Debug, Deserialize)]
struct ContentPart {
    #[serde(default)]
    text: String,
}

/// A part of a tool call.
#[derive(Debug, Deserialize)]
pub(super) struct ToolCallPart {
    pub(super) index: Option<u64>,
    pub(super) id: Option<String>,
    pub(super) function: Option<Function>,
}

/// A part of the function that a tool call names.
#[derive(Debug, Deserialize)]
pub(super) struct Function {
    pub(super) name: Option<String>,
    pub(super) arguments: Option<Value>,
}

/// The tokens that were used, and their cost.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Tokens {
    #[serde(rename = "prompt_tokens")]
    pub(super) input: Option<u64>,
    #[serde(rename = "completion_tokens")]
    pub(super) output: Option<u64>,
    pub(super) cost: Option<f64>,
}

impl Delta {
    /// Takes the reasoning, which has one of two names.
    pub(super) fn take_thinking(&mut self) -> Option<String> {
        let named = [self.reasoning_content.take(), self.reasoning.take()];
        named.into_iter().flatten().find(|text| !text.is_empty())
    }

    /// Takes the text; a refusal counts as text.
    pub(super) fn take_text(&mut self) -> Option<String> {
        let text = match self.content.take() {
            Some(Content::Text(text)) => text,
            Some(Content::Parts(parts)) => parts.into_iter().map(|part| part.text).collect(),
            None => String::new(),
        };
        let refusal = self.refusal.take().unwrap_or_default();
        Some(text + &refusal).filter(|text| !text.is_empty())
    }
}
