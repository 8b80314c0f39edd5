//! Web pages of strangers can make a browser call this machine; they give themselves away by `Host` and `Origin`.

use super::super::door::Door;
use super::super::problem::Problem;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};

/// Refuses requests that a page of a stranger sends through somebody's browser.
pub(super) fn check(request: &Request, door: &Door) -> Result<(), Problem> {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let host = header(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
    if door.local.ip().is_loopback()
        && let Some(host) = host
        && !is_ours(host, door)
    {
        let message = format!("`{host}` is no name of this host (http.hosts)");
        return Err(Problem::new(StatusCode::FORBIDDEN, "wrong_host", message));
    }
    let Some(origin) = header(header::ORIGIN) else { return Ok(()) };
    let own = origin.split_once("://").is_some_and(|(_, name)| Some(name) == host);
    let allowed = &door.agent.options().http.origins;
    if own || allowed.iter().any(|it| it.trim_end_matches('/') == origin) {
        return Ok(());
    }
    let message = format!("pages of `{origin}` may not call this host (http.origins)");
    Err(Problem::new(StatusCode::FORBIDDEN, "wrong_origin", message))
}

fn is_ours(host: &str, door: &Door) -> bool {
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = port.map_or(host, |(name, _)| name);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let ours = |it: &String| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(name);
    ["localhost", "127.0.0.1", "::1"].iter().any(|it| it.eq_ignore_ascii_case(bare))
        || bare == door.local.ip().to_string()
        || door.agent.options().http.hosts.iter().any(ours)
}
