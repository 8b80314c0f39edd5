use crate::error::OpenError;
use crate::provider_errors::root_cause;
use reqwest::{Client, Url, redirect};
use std::time::Duration;

/// Creates the HTTP client that all models share.
pub(crate) fn client(connect_timeout: Duration) -> Result<Client, OpenError> {
    // An error says that another provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .connect_timeout(connect_timeout)
        // A redirect could take the key to another server.
        .redirect(redirect::Policy::none())
        // A compressed stream arrives in larger pieces.
        .no_gzip();
    client.build().map_err(|error| OpenError::Http(root_cause(&error)))
}

/// Parses a base URL; `setting` is the key or variable that holds it.
pub(crate) fn base_url(setting: &str, text: &str) -> Result<Url, OpenError> {
    let invalid = |why: &str| OpenError::Url { setting: setting.into(), why: why.into() };
    let url = Url::parse(text).map_err(|error| invalid(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
        return Err(invalid("it must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("it contains a password; set a `key` instead"));
    }
    Ok(url)
}

/// Returns a URL with segments appended to its path.
pub(crate) fn append(mut url: Url, segments: &[&str]) -> Url {
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}
