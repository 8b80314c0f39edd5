use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// What a page may do: show styles of its own and images of this host, and send forms to it. Nothing may frame it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// An answer that is a page.
pub(crate) struct HtmlPage {
    status: StatusCode,
    media_type: &'static str,
    text: String,
}

impl HtmlPage {
    pub(super) fn new(status: StatusCode, html: String) -> Self {
        Self { status, media_type: "text/html; charset=utf-8", text: html }
    }

    /// Makes a page of a text.
    pub(super) fn plain(status: StatusCode, text: String) -> Self {
        Self { status, media_type: "text/plain; charset=utf-8", text }
    }
}

impl IntoResponse for HtmlPage {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, self.media_type),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ];
        (self.status, headers, self.text).into_response()
    }
}

/// Returns whether a browser asks, and not a program.
pub(super) fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut kinds = accepted.flat_map(|value| value.split(',')).filter_map(|kind| kind.split(';').next());
    kinds.any(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}
