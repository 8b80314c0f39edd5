use super::cause::root_cause;
use super::{message, retry_after};
use hookwire::Secret;
use hookwire::model::{ModelError, ProviderMessage};
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};
use serde_json::Value;

/// The length from which a key is removed from texts: a shorter one is no secret, and may be part of a word.
const MIN_KEY_BYTES: usize = 6;

/// A converter from the failures of one provider to [`ModelError`]s, which removes the provider's key.
#[derive(Debug, Clone, Default)]
pub(crate) struct ErrorMapper {
    key: Option<Secret>,
    /// The host and port of the provider, and its name where it is known.
    provider: String,
}

impl ErrorMapper {
    /// Makes a mapper for the provider at a URL; `name` is the provider's name, if errors are to show it.
    pub(crate) fn new(url: &str, name: Option<&str>, key: Option<Secret>) -> Self {
        let host = |url: Url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?));
        let host = Url::parse(url).ok().and_then(host).unwrap_or_else(|| "the provider".into());
        let provider = match name {
            Some(name) => format!("{host} ({name})"),
            None => host,
        };
        Self { key, provider }
    }

    /// Converts an HTTP status other than success.
    pub(crate) fn map_status(&self, status: StatusCode, headers: &HeaderMap, body: &str) -> ModelError {
        let body = self.without_key(body);
        let text = serde_json::from_str(&body).ok().and_then(|body| message::find(&body)).unwrap_or(body);
        let is_html = text.trim_start().starts_with('<');
        let message = match text.trim() {
            "" => format!("status {status}"),
            _ if is_html => format!("status {status}, with a web page"),
            text => format!("status {status}: {}", message::shorten(text)),
        };
        let message = ProviderMessage::with_status(message, status.as_u16());
        match status.as_u16() {
            429 => ModelError::RateLimited { retry_after: retry_after::parse(headers), message },
            408 | 500.. => ModelError::Unavailable(message),
            _ => ModelError::Refused(message),
        }
    }

    /// Converts an error that came as JSON after the answer had begun.
    pub(crate) fn map_object(&self, error: &Value) -> ModelError {
        let text = message::find(error).unwrap_or_else(|| error.to_string());
        let text = message::shorten(&self.without_key(&text));
        let code = ["code", "status", "http_code"].iter().find_map(|key| number(&error[key]));
        let status = code.and_then(|code| u16::try_from(code).ok()).filter(|code| (400..600).contains(code));
        let message = match status {
            Some(status) => ProviderMessage::with_status(&*text, status),
            None => ProviderMessage::from(&*text),
        };
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

    /// Converts a failure of the connection, before or within the answer.
    pub(crate) fn map_transport(&self, error: &reqwest::Error) -> ModelError {
        let cause = self.without_key(&root_cause(error));
        if error.is_builder() {
            return ModelError::Refused(format!("the request cannot be sent: {cause}").into());
        }
        let is_cut = error.is_body() || error.is_decode();
        if is_cut && !error.is_timeout() && !error.is_connect() {
            return ModelError::Cut;
        }
        let provider = &self.provider;
        let message = match error {
            error if error.is_connect() && error.is_timeout() => {
                format!("{provider} did not take a connection in time (connect_timeout)")
            }
            error if error.is_connect() => format!("{provider} cannot be reached: {cause}"),
            error if error.is_timeout() => format!("{provider} took too long"),
            _ => format!("the connection to {provider} failed: {cause}"),
        };
        ModelError::Unavailable(message.into())
    }

    /// Returns the error for a provider that sends nothing.
    pub(crate) fn silent(&self, what: &str) -> ModelError {
        ModelError::Unavailable(format!("{} is silent: {what}", self.provider).into())
    }

    /// Returns the error for an answer that cannot be understood; `text` is a part of it.
    pub(crate) fn malformed(&self, why: &str, text: &str) -> ModelError {
        ModelError::Malformed(format!("{why}: {}", message::shorten(&self.without_key(text))))
    }

    /// Returns a text with the key replaced.
    pub(crate) fn without_key(&self, text: &str) -> String {
        match self.key.as_ref().map(Secret::expose) {
            Some(key) if key.len() >= MIN_KEY_BYTES => text.replace(key, "[key]"),
            _ => text.to_owned(),
        }
    }
}

/// Returns a number that may be written as a text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
