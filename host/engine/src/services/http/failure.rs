use super::resolver::AddressRefused;
use crate::error_chain::error_chain;
use hookwire::cx::HttpError;
use reqwest::Url;
use std::error::Error;
use std::net::IpAddr;

/// Returns the host of a URL, with its port if it is an unusual one, for people to read.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Returns the error of a request that failed on the way.
pub(super) fn failed(url: &Url, error: impl Error + Send + Sync + 'static) -> HttpError {
    HttpError::Failed { host: host_of(url), why: error_chain(&error), source: error.into() }
}

/// Returns the address because of which a connection was refused, if it was.
pub(super) fn refused_address(error: &reqwest::Error) -> Option<IpAddr> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<AddressRefused>() {
            return Some(refused.address);
        }
        cause = error.source();
    }
    None
}
