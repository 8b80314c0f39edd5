//! The protection against web pages that make a browser send requests to this machine: the headers `Host` and `Origin`
//! give such requests away.

use crate::api_error::ApiError;
use crate::state::AppState;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use std::net::SocketAddr;

/// Refuses requests that a page of somebody else sends through a browser.
pub(super) fn check(request: &Request, state: &AppState) -> Result<(), ApiError> {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let host = header(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
    if let (Some(local), Some(host)) = (state.loopback(), host)
        && !is_own(host, local, &state.options().hosts)
    {
        let message = format!("`{host}` is no name of this host (http.hosts)");
        return Err(ApiError::new(StatusCode::FORBIDDEN, "wrong_host", message));
    }
    let Some(origin) = header(header::ORIGIN) else { return Ok(()) };
    let own = origin.split_once("://").is_some_and(|(_, name)| Some(name) == host);
    let allowed = &state.options().origins;
    if own || allowed.iter().any(|it| it.trim_end_matches('/') == origin) {
        return Ok(());
    }
    let message = format!("pages of `{origin}` may not call this host (http.origins)");
    Err(ApiError::new(StatusCode::FORBIDDEN, "wrong_origin", message))
}

/// Returns whether a host, perhaps with a port, is a name of this machine or one of the allowed ones.
fn is_own(host: &str, local: SocketAddr, allowed: &[String]) -> bool {
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = port.map_or(host, |(name, _)| name);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    ["localhost", "127.0.0.1", "::1"].iter().any(|it| it.eq_ignore_ascii_case(bare))
        || bare == local.ip().to_string()
        || allowed.iter().any(|it| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(name))
}
