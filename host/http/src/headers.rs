//! The headers that requests may have, beside those of HTTP itself.

use crate::api_error::ApiError;
use axum::http::{HeaderMap, header};

/// The most characters of an idempotency key.
const MAX_KEY: usize = 200;

/// The cookie of a browser that is logged in: its value is a token.
pub(crate) const LOGIN_COOKIE: &str = "hookwire_token";

/// Returns the name of the first cookie in a header. Browsers send a cookie without a name as its value alone, which may look like
/// another cookie: of `=a=1` the name is `a`.
pub(crate) fn cookie_name(cookie: &str) -> &str {
    let cookie = cookie.trim_start_matches(['=', ' ', '\t']);
    cookie.split(['=', ';']).next().unwrap_or_default().trim()
}

/// Returns the header `Idempotency-Key`, which makes a second sending the same message.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| !key.is_empty() && key.len() <= MAX_KEY;
    match key.to_str().ok().filter(fits) {
        Some(key) => Ok(Some(key.to_owned())),
        None => {
            let message = format!("`Idempotency-Key` must be 1 to {MAX_KEY} printable ASCII characters");
            Err(ApiError::bad_request("invalid_key", message))
        }
    }
}

/// Returns the token in the cookie of a browser.
pub(crate) fn login_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.split_once('='));
    let (_, token) = pairs.find(|(name, _)| name.trim() == LOGIN_COOKIE)?;
    Some(token.trim()).filter(|token| !token.is_empty())
}

/// Returns the token in the header `Authorization: Bearer`.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Returns the version in the header `If-Match`: the one that a thing must have to be changed.
pub(crate) fn if_match(headers: &HeaderMap) -> Result<Option<u64>, ApiError> {
    let Some(tag) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let version = tag.to_str().ok().map(|tag| tag.trim().trim_matches('"'));
    if version == Some("*") {
        return Ok(None);
    }
    let wrong =
        || ApiError::bad_request("invalid_version", "`If-Match` must be a version as `ETag` has it: \"3\"");
    version.and_then(|version| version.parse().ok()).map(Some).ok_or_else(wrong)
}
