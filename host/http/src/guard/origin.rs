//! The protection against web pages that make a browser send requests to this machine: the headers `Host` and `Origin`
//! give such requests away.

use crate::api_error::ApiError;
use crate::headers::{bearer_token, login_cookie};
use crate::state::AppState;
use axum::extract::Request;
use axum::http::header::HeaderName;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use std::net::SocketAddr;

/// Refuses requests that a page of somebody else sends through a browser.
///
/// A browser adds the cookie of the login by itself, so that a request that rests on it, or makes it, has to come from a page of
/// this very host if it changes something.
pub(super) fn check(request: &Request, state: &AppState, is_login: bool) -> Result<(), ApiError> {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let host = header(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
    if let (Some(local), Some(host)) = (state.loopback(), host)
        && !is_own(host, local, &state.options().hosts)
    {
        let message = format!("`{host}` is no name of this host (http.hosts)");
        return Err(ApiError::new(StatusCode::FORBIDDEN, "wrong_host", message));
    }
    let origin = header(header::ORIGIN);
    let is_own_origin = |origin: &str| origin.split_once("://").is_some_and(|(_, name)| Some(name) == host);
    let by_cookie = is_login || rests_on_cookie(request.headers());
    if by_cookie && !request.method().is_safe() {
        let is_same = match header(HeaderName::from_static("sec-fetch-site")) {
            Some(site) => site == "same-origin",
            None => origin.is_some_and(is_own_origin),
        };
        if !is_same {
            let message = "what a browser is logged in for can be changed by pages of this host only; programs send the \
                           token as `Authorization: Bearer`";
            return Err(ApiError::new(StatusCode::FORBIDDEN, "wrong_origin", message));
        }
    }
    let Some(origin) = origin else { return Ok(()) };
    let allowed = &state.options().origins;
    if is_own_origin(origin) || allowed.iter().any(|it| it.trim_end_matches('/') == origin) {
        return Ok(());
    }
    let message = format!("pages of `{origin}` may not call this host (http.origins)");
    Err(ApiError::new(StatusCode::FORBIDDEN, "wrong_origin", message))
}

/// Returns whether it is the cookie of a browser that says who sends a request.
fn rests_on_cookie(headers: &HeaderMap) -> bool {
    bearer_token(headers).is_none() && login_cookie(headers).is_some()
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
