use super::request::OF_CONNECTION;
use crate::headers::{LOGIN_COOKIE, cookie_name};
use axum::body::HttpBody;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

/// The headers that say something of the whole host, of which a plugin is a part.
const OF_HOST: [HeaderName; 5] = [
    HeaderName::from_static("alt-svc"),
    HeaderName::from_static("clear-site-data"),
    HeaderName::from_static("nel"),
    HeaderName::from_static("service-worker-allowed"),
    header::STRICT_TRANSPORT_SECURITY,
];

/// The policy of pages that have none of their own: everything comes from this host, and only its pages may frame them.
const PAGE_POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; \
                           base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

/// Makes the headers of a plugin's answer those of an answer of this host.
pub(super) fn make_own(answer: &mut Response, is_head: bool) {
    let size = answer.body().size_hint().exact();
    let has_body = !is_head
        && !answer.status().is_informational()
        && !matches!(answer.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let headers = answer.headers_mut();
    remove_foreign(headers);
    keep_login_cookie(headers);
    if let Some(size) = size.filter(|_| has_body) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    }
    secure(headers);
}

/// Removes headers of the connection, of the whole host, and those that let pages of other origins read answers
/// (`http.origins` names the ones that may).
fn remove_foreign(headers: &mut HeaderMap) {
    let named = headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named = named.flat_map(|value| value.split(',')).filter_map(|name| name.trim().parse().ok());
    let named: Vec<HeaderName> = named.collect();
    let shared = headers.keys().filter(|name| name.as_str().starts_with("access-control-")).cloned();
    let foreign: Vec<_> = shared.chain(named).chain(OF_CONNECTION).chain(OF_HOST).collect();
    for name in foreign {
        headers.remove(name);
    }
}

/// Removes cookies that would log somebody in or out.
fn keep_login_cookie(headers: &mut HeaderMap) {
    let cookies: Vec<_> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        if cookie_name(&String::from_utf8_lossy(cookie.as_bytes())) != LOGIN_COOKIE {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// Adds what keeps a page from harm, where the plugin has not decided itself.
fn secure(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_page = ["text/html", "application/xhtml+xml", "image/svg+xml"]
        .iter()
        .any(|page| kind.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page)));
    let mut add = |name, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if is_page {
        add(header::REFERRER_POLICY, "same-origin");
        add(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
        add(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    }
}
