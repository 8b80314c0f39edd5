use crate::headers::{LOGIN_COOKIE, bearer_token, cookie_name};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, OriginalUri, Request};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderValue};
use hookwire::routes::PluginPath;
use hookwire_engine::auth;
use std::net::SocketAddr;

/// The headers of a connection, which is the host's and not the plugin's.
pub(super) const OF_CONNECTION: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Makes the request that a plugin sees: its path inside the plugin, nothing of what opens the host's door, and nothing of what
/// the host's own layers have noted.
pub(super) fn for_plugin(mut head: Parts, path: &PluginPath<'_>, body: Bytes) -> Request {
    let noted = std::mem::take(&mut head.extensions);
    head.extensions = known_to_plugins(&noted);
    if let (None, uri) = (head.extensions.get::<OriginalUri>(), head.uri.clone()) {
        head.extensions.insert(OriginalUri(uri));
    }
    head.uri = path.uri_inside(&head.uri);
    for name in OF_CONNECTION {
        head.headers.remove(name);
    }
    remove_token(&mut head.headers);
    let mut request = Request::from_parts(head, Body::from(body));
    // It has arrived, and was not too large; a plugin may have a lower limit.
    DefaultBodyLimit::disable().apply(&mut request);
    request
}

fn known_to_plugins(noted: &Extensions) -> Extensions {
    let mut known = Extensions::new();
    if let Some(uri) = noted.get::<OriginalUri>() {
        known.insert(uri.clone());
    }
    if let Some(address) = noted.get::<ConnectInfo<SocketAddr>>() {
        known.insert(*address);
    }
    known
}

/// Removes the token of the sender; what belongs to others, such as the signature of a webhook, stays.
fn remove_token(headers: &mut HeaderMap) {
    if bearer_token(headers).is_some_and(auth::is_token) {
        headers.remove(header::AUTHORIZATION);
    }
    let cookies: Vec<_> = headers.get_all(header::COOKIE).iter().cloned().collect();
    headers.remove(header::COOKIE);
    for cookies in cookies {
        let Ok(text) = cookies.to_str() else { continue };
        let others: Vec<_> = text.split(';').filter(|it| cookie_name(it) != LOGIN_COOKIE).collect();
        if let Ok(others) = HeaderValue::from_str(others.join(";").trim())
            && !others.is_empty()
        {
            headers.append(header::COOKIE, others);
        }
    }
}
