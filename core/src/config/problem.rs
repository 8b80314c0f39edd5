use serde_path_to_error::Segment;
use std::fmt;

/// A value or key of a section that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The path in the section, key by key.
    pub path: Vec<String>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// All problems of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_slice() {
            [] => f.write_str(&self.message),
            path => write!(f, "`{}`: {}", path.join("."), self.message),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

impl std::error::Error for Problems {}

/// Adds serde's error, unless the same key is a problem already.
pub(super) fn push(problems: &mut Vec<Problem>, error: serde_path_to_error::Error<serde_json::Error>) {
    let path: Vec<_> = error.path().iter().filter_map(key).collect();
    let message = without_type_name(error.into_inner().to_string());
    let known = |problem: &Problem| message.contains(&format!("unknown field `{}`", problem.key()));
    if !problems.iter().any(known) {
        problems.push(Problem { path, message });
    }
}

/// Says what numbers fit, where serde says how Rust calls their type.
fn without_type_name(message: String) -> String {
    let numbers = |name: &str| {
        Some(match name {
            "u8" => "a whole number from 0 to 255",
            "u16" => "a whole number from 0 to 65535",
            "u32" => "a whole number from 0 to 4294967295",
            "u64" | "u128" | "usize" => "a whole number from 0 on",
            "i8" => "a whole number from -128 to 127",
            "i16" => "a whole number from -32768 to 32767",
            "i32" => "a whole number from -2147483648 to 2147483647",
            "i64" | "i128" | "isize" => "a whole number",
            "f32" | "f64" => "a number",
            _ if name.starts_with("a nonzero ") => "a whole number other than 0",
            _ => return None,
        })
    };
    let replaced = message.rsplit_once(", expected ").and_then(|(found, expected)| {
        numbers(expected).map(|numbers| format!("{found}, expected {numbers}"))
    });
    replaced.unwrap_or(message)
}

impl Problem {
    /// Makes a problem at a path.
    pub fn new(path: Vec<String>, message: impl Into<String>) -> Self {
        Self { path, message: message.into() }
    }

    /// Returns the problem of a section as one of the whole configuration, in which the section lies below some keys.
    pub(crate) fn below(self, section: &[&str]) -> Self {
        let keys = section.iter().map(|key| (*key).to_owned());
        Self { path: keys.chain(self.path).collect(), message: self.message }
    }

    fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

fn key(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}
