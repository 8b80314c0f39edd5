use serde_json::{Number, Value};
use std::fmt;

/// How far down a schema is followed: one that holds itself would have no end.
const DEPTH: usize = 8;

/// What an argument takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterKind {
    /// Yes or no: named alone, it is yes.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text.
    Text,
    /// One of some words.
    Choice(Vec<String>),
    /// Any number of values, each of one kind.
    List(Box<ParameterKind>),
    /// Anything else, written as JSON.
    Json,
}

impl ParameterKind {
    /// Reads a part of a schema.
    pub(super) fn of(part: &Value, whole: &Value) -> Self {
        Self::at(part, whole, 0)
    }

    fn at(part: &Value, whole: &Value, depth: usize) -> Self {
        if depth > DEPTH {
            return Self::Json;
        }
        if let Some(target) = part["$ref"].as_str().and_then(|it| whole.pointer(it.strip_prefix('#')?)) {
            return Self::at(target, whole, depth + 1);
        }
        if let Some(word) = part["const"].as_str() {
            return Self::Choice(vec![word.to_owned()]);
        }
        if let Some(words) = part["enum"].as_array() {
            let words = words.iter().filter(|word| !word.is_null()).map(Value::as_str);
            let words: Option<Vec<_>> = words.map(|word| word.map(str::to_owned)).collect();
            return words.map_or(Self::Json, Self::Choice);
        }
        let alternatives = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| part[*key].as_array());
        if let Some(alternatives) = alternatives {
            let alternatives = alternatives.iter().filter(|it| it["type"] != "null");
            return Self::any(&alternatives.map(|it| Self::at(it, whole, depth + 1)).collect::<Vec<_>>());
        }
        match type_of(part) {
            Some("boolean") => Self::Flag,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("string") => Self::Text,
            Some("array") => match Self::at(&part["items"], whole, depth + 1) {
                Self::List(_) | Self::Json => Self::Json,
                item => Self::List(Box::new(item)),
            },
            _ => Self::Json,
        }
    }

    /// Returns the kind of what may be of several: the words of all of them, where each is a choice of words.
    fn any(kinds: &[Self]) -> Self {
        let words = |kind: &Self| match kind {
            Self::Choice(words) => Some(words.clone()),
            _ => None,
        };
        match kinds {
            [only] => only.clone(),
            [] => Self::Json,
            _ => match kinds.iter().map(words).collect::<Option<Vec<_>>>() {
                Some(words) => Self::Choice(words.concat()),
                None => Self::Json,
            },
        }
    }

    /// Reads a text; a list takes its items one by one.
    pub(super) fn value(&self, text: &str) -> Option<Value> {
        match self {
            Self::Flag => match text {
                "true" | "yes" => Some(true.into()),
                "false" | "no" => Some(false.into()),
                _ => None,
            },
            Self::Integer => integer(text).map(Value::Number),
            Self::Number => {
                let float = || Number::from_f64(text.parse().ok()?);
                integer(text).or_else(float).map(Value::Number)
            }
            Self::Text => Some(text.into()),
            Self::Choice(words) => words.iter().any(|word| word == text).then(|| text.into()),
            Self::List(item) => item.value(text),
            Self::Json => serde_json::from_str(text).ok(),
        }
    }
}

/// Writes what is wanted, for sentences: "a whole number".
impl fmt::Display for ParameterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("yes or no"),
            Self::Integer => f.write_str("a whole number"),
            Self::Number => f.write_str("a number"),
            Self::Text => f.write_str("a text"),
            Self::Choice(words) => write!(f, "one of {}", words.join(", ")),
            Self::List(item) => item.fmt(f),
            Self::Json => f.write_str("JSON"),
        }
    }
}

fn integer(text: &str) -> Option<Number> {
    let positive = || text.parse::<u64>().ok().map(Number::from);
    text.parse::<i64>().ok().map(Number::from).or_else(positive)
}

/// Returns the type of a part of a schema; null stands beside the type of what may be left out.
fn type_of(part: &Value) -> Option<&str> {
    match &part["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => {
            let mut names = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            names.next().filter(|_| names.next().is_none())
        }
        _ => None,
    }
}
