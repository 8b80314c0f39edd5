use super::retry;
use hookwire::Secret;
use hookwire::model::{ModelError, ProviderMessage};
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};
use serde_json::Value;
use std::error::Error;
use std::io;

/// How much of a provider's words is passed on, in characters.
const WORDS: usize = 600;
/// A shorter key is no secret, and taking it out would spoil words.
const SECRET: usize = 6;

/// Turns a provider's failures into errors, without the key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    key: Option<Secret>,
    /// Where the provider is, without what else a URL may carry.
    place: String,
}

impl Faults {
    /// Speaks of the provider at a URL, and by its name where a model's does not tell whose it is.
    pub(crate) fn of(url: &str, name: Option<&str>, key: Option<Secret>) -> Self {
        let host = |url: Url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?));
        let place = Url::parse(url).ok().and_then(host).unwrap_or_else(|| "the provider".into());
        let place = name.map_or(place.clone(), |name| format!("{place} ({name})"));
        Self { key, place }
    }

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
        let message = ProviderMessage::with_status(message, status.as_u16());
        match status.as_u16() {
            429 => ModelError::RateLimited { retry_after: retry::after(headers), message },
            408 | 500.. => ModelError::Unavailable(message),
            _ => ModelError::Refused(message),
        }
    }

    /// Judges an error that came as JSON after the answer had begun.
    pub(crate) fn object(&self, error: &Value) -> ModelError {
        let said = words(error).unwrap_or_else(|| error.to_string());
        let text = short(&self.clean(&said));
        let code = ["code", "status", "http_code"].iter().find_map(|key| number(&error[key]));
        let status = code.and_then(|code| u16::try_from(code).ok()).filter(|code| (400..600).contains(code));
        let message = status.map_or_else(
            || ProviderMessage::from(&*text),
            |status| ProviderMessage::with_status(&*text, status),
        );
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
        let cause = self.clean(&cause(error));
        if error.is_builder() {
            return ModelError::Refused(format!("the request cannot be made: {cause}").into());
        }
        let broken = error.is_body() || error.is_decode();
        if broken && !error.is_timeout() && !error.is_connect() {
            return ModelError::Cut;
        }
        let place = &self.place;
        let message = match error {
            error if error.is_connect() => format!("{place} cannot be reached: {cause}"),
            error if error.is_timeout() => format!("{place} took too long"),
            _ => format!("the connection to {place} failed: {cause}"),
        };
        ModelError::Unavailable(message.into())
    }

    /// Says that the provider is silent.
    pub(crate) fn silent(&self, what: &str) -> ModelError {
        ModelError::Unavailable(format!("{} is silent: {what}", self.place).into())
    }

    /// Judges an answer that cannot be read.
    pub(crate) fn malformed(&self, why: &str, text: &str) -> ModelError {
        ModelError::Malformed(format!("{why}: {}", short(&self.clean(text))))
    }

    /// Takes the key out of a text.
    pub(crate) fn clean(&self, text: &str) -> String {
        match self.key.as_ref().map(Secret::expose) {
            Some(key) if key.len() >= SECRET => text.replace(key, "[key]"),
            _ => text.to_owned(),
        }
    }
}

/// Returns what an error comes from: what stands between is about layers, and the address may carry a key.
pub(crate) fn cause(error: &reqwest::Error) -> String {
    let mut first: Option<&(dyn Error + 'static)> = error.source();
    while let Some(deeper) = first.and_then(Error::source) {
        first = Some(deeper);
    }
    let Some(first) = first else { return "no reason is known".into() };
    match first.downcast_ref::<io::Error>() {
        // The system's own words end with a number.
        Some(error) if error.raw_os_error().is_some_and(|_| is_known(error)) => error.kind().to_string(),
        _ => first.to_string(),
    }
}

/// Returns whether an error has a name in plain words.
fn is_known(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, NetworkDown,
        NetworkUnreachable, TimedOut,
    };
    matches!(
        error.kind(),
        ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | NetworkDown
            | NetworkUnreachable
            | TimedOut
    )
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
