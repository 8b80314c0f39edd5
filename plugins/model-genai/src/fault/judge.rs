use super::retry;
use hookwire::Secret;
use hookwire::model::ModelError;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// How much of a provider's words is passed on, in characters.
const WORDS: usize = 600;
/// A shorter key is no secret, and taking it out would spoil words.
const SECRET: usize = 6;

/// Turns failures into errors, without the key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(pub(crate) Option<Secret>);

impl Faults {
    /// Judges an HTTP status that is no success.
    pub(crate) fn status(&self, status: StatusCode, headers: &HeaderMap, body: &str) -> ModelError {
        let body = self.clean(body);
        let said = serde_json::from_str(&body).ok().and_then(|body| words(&body)).unwrap_or(body);
        let html = said.trim_start().starts_with('<');
        let message = match said.trim() {
            "" => format!("status {status}"),
            _ if html => format!("status {status}, with a web page"),
            said => format!("status {status}: {}", short(said)),
        };
        match status.as_u16() {
            429 => ModelError::RateLimited { retry_after: retry::after(headers), message },
            408 | 500.. => ModelError::Unavailable(message),
            _ => ModelError::Refused(message),
        }
    }

    /// Judges an error that came as JSON after the answer had begun.
    pub(crate) fn object(&self, error: &Value) -> ModelError {
        let said = words(error).unwrap_or_else(|| error.to_string());
        let message = short(&self.clean(&said));
        let code = ["code", "status", "http_code"].iter().find_map(|key| number(&error[key]));
        let kind = ["type", "code", "status"].map(|key| error[key].as_str().unwrap_or_default()).join(" ");
        let kind = kind.to_lowercase();
        let is = |names: &[&str]| names.iter().any(|name| kind.contains(name));
        if code == Some(429) || is(&["rate_limit", "resource_exhausted", "too_many"]) {
            ModelError::RateLimited { retry_after: None, message }
        } else if code.is_some_and(|code| (400..500).contains(&code) && code != 408)
            || is(&[
                "invalid",
                "auth",
                "permission",
                "quota",
                "not_found",
                "context_length",
                "policy",
                "filter",
            ])
        {
            ModelError::Refused(message)
        } else {
            ModelError::Unavailable(message)
        }
    }

    /// Judges a connection that failed, before the answer or in it.
    pub(crate) fn transport(&self, error: &reqwest::Error) -> ModelError {
        if error.is_builder() {
            return ModelError::Refused(self.clean(&chain(error)));
        }
        let broken = error.is_body() || error.is_decode();
        if broken && !error.is_timeout() && !error.is_connect() {
            return ModelError::Cut;
        }
        ModelError::Unavailable(self.clean(&chain(error)))
    }

    /// Judges an answer that cannot be read.
    pub(crate) fn malformed(&self, why: &str, text: &str) -> ModelError {
        ModelError::Malformed(format!("{why}: {}", short(&self.clean(text))))
    }

    /// Takes the key out of a text.
    pub(crate) fn clean(&self, text: &str) -> String {
        match self.0.as_ref().map(Secret::expose) {
            Some(key) if key.len() >= SECRET => text.replace(key, "[key]"),
            _ => text.to_owned(),
        }
    }
}

/// Says that a provider is silent.
pub(crate) fn silent(what: &str, wait: Duration) -> ModelError {
    ModelError::Unavailable(format!("{what} for {wait:?}"))
}

/// Puts an error and its causes into words, without the address, which may carry a key.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let mut text = match error {
        error if error.is_connect() => "no connection".to_owned(),
        error if error.is_timeout() => "it took too long".to_owned(),
        error if error.is_builder() => "the request cannot be made".to_owned(),
        _ => "the connection failed".to_owned(),
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Finds a provider's own words in the error it sent.
fn words(body: &Value) -> Option<String> {
    // Some send a list of one.
    let body = body.get(0).unwrap_or(body);
    let inner = body.get("error").filter(|error| !error.is_null()).unwrap_or(body);
    let fields = ["message", "detail", "error", "msg"].iter().find_map(|key| inner.get(key));
    match fields.unwrap_or(inner) {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) | Value::Array(_) => Some(fields.unwrap_or(inner).to_string()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn short(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}
