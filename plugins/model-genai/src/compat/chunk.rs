use serde::Deserialize;
use serde_json::Value;

/// One event of a stream, or a whole answer of a server that does not stream.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chunk {
    pub(super) error: Option<Value>,
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) usage: Option<Tokens>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) index: Option<u64>,
    #[serde(alias = "message")]
    pub(super) delta: Option<Delta>,
    pub(super) finish_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Delta {
    content: Option<Content>,
    refusal: Option<String>,
    reasoning_content: Option<String>,
    reasoning: Option<String>,
    pub(super) tool_calls: Option<Vec<Part>>,
}

/// A text, or the typed parts that some servers write.
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

/// A piece of a tool call.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub(super) index: Option<u64>,
    pub(super) id: Option<String>,
    pub(super) function: Option<Function>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Function {
    pub(super) name: Option<String>,
    pub(super) arguments: Option<Value>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Tokens {
    #[serde(rename = "prompt_tokens")]
    pub(super) read: Option<u64>,
    #[serde(rename = "completion_tokens")]
    pub(super) written: Option<u64>,
    pub(super) cost: Option<f64>,
}

impl Delta {
    /// Returns the reasoning, under either of its names.
    pub(super) fn thinking(&mut self) -> Option<String> {
        let named = [self.reasoning_content.take(), self.reasoning.take()];
        named.into_iter().flatten().find(|text| !text.is_empty())
    }

    /// Returns the text; a refusal is one, too.
    pub(super) fn text(&mut self) -> Option<String> {
        let text = match self.content.take() {
            Some(Content::Text(text)) => text,
            Some(Content::Parts(parts)) => parts.into_iter().map(|part| part.text).collect(),
            None => String::new(),
        };
        let refusal = self.refusal.take().unwrap_or_default();
        Some(text + &refusal).filter(|text| !text.is_empty())
    }
}
