use serde::{Serialize, Serializer};
use serde_json::Value;

/// The result of a tool that misbehaves.
#[derive(Debug)]
pub(crate) enum Answer {
    Text(String),
    Json(Value),
    /// Panics while it is written.
    Panics,
}

impl Answer {
    /// Returns the text, as places give it that know nothing but texts.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Json(value) => value.to_string(),
            Self::Panics => panic!("while it is written"),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(value) => value.serialize(serializer),
            Self::Panics => panic!("while it is written"),
        }
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
