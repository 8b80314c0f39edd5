//! The templates of the pages; each extends the layout of `hookwire::templates`.

use super::html_page::HtmlPage;
use crate::state::AppState;
use axum::http::StatusCode;
use serde_json::Value;

const TEMPLATES: [(&str, &str); 6] = [
    ("agent.html", include_str!("html/agent.html")),
    ("cards.html", include_str!("html/cards.html")),
    ("error.html", include_str!("html/error.html")),
    ("login.html", include_str!("html/login.html")),
    ("session.html", include_str!("html/session.html")),
    ("start.html", include_str!("html/start.html")),
];

/// Makes a page; that it cannot be made is told as plain text, as the template is the operator's to mend.
pub(super) async fn page(state: &AppState, status: StatusCode, name: &str, values: Value) -> HtmlPage {
    match state.engine().render_page(&TEMPLATES, name, values).await {
        Ok(html) => HtmlPage::new(status, html),
        Err(error) => {
            tracing::error!("{error}");
            HtmlPage::plain(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
        }
    }
}
