use crate::OpenError;
use crate::fault;
use reqwest::{Client, Url, redirect};
use std::time::Duration;

/// Makes the one client that all models share.
pub(crate) fn client(connect_timeout: Duration) -> Result<Client, OpenError> {
    // Whoever was first has installed one, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .connect_timeout(connect_timeout)
        // A provider does not move, and a key goes nowhere else.
        .redirect(redirect::Policy::none())
        // A packed stream comes in lumps.
        .no_gzip();
    client.build().map_err(|error| OpenError::Web(fault::cause(&error)))
}

/// Reads a base URL; `place` is where it stands.
pub(crate) fn base(place: &str, text: &str) -> Result<Url, OpenError> {
    let wrong = |why: &str| OpenError::Url { place: place.into(), why: why.into() };
    let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
        return Err(wrong("it must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it carries a password; give a `key` instead"));
    }
    Ok(url)
}

/// Returns a URL with more behind its path.
pub(crate) fn below(mut base: Url, segments: &[&str]) -> Url {
    if let Ok(mut path) = base.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    base
}
