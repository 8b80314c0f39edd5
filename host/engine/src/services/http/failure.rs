use crate::error_chain::error_chain;
use hookwire::cx::HttpError;
use reqwest::Url;
use std::error::Error;

/// Returns the host of a URL, with its port if it is an unusual one, for people to read.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Returns the error of a request that failed on the way.
pub(super) fn failed(url: &Url, error: impl Error + Send + Sync + 'static) -> HttpError {
    HttpError::Failed { host: host_of(url), why: error_chain(&error), source: error.into() }
}

/// Returns the cause of a type among the causes of an error, if it is one.
pub(super) fn cause<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}
