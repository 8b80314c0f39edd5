//! The templates of the pages; each extends the layout of `hookwire::templates`.

use super::html_page::HtmlPage;
use crate::mount::MountPath;
use crate::state::AppState;
use axum::http::StatusCode;
use hookwire_engine::PageFrame;
use serde_json::Value;

const TEMPLATES: [(&str, &str); 6] = [
    ("agent.html", include_str!("html/agent.html")),
    ("cards.html", include_str!("html/cards.html")),
    ("error.html", include_str!("html/error.html")),
    ("login.html", include_str!("html/login.html")),
    ("session.html", include_str!("html/session.html")),
    ("start.html", include_str!("html/start.html")),
];

/// Makes a page for a caller who is known.
pub(super) async fn page(
    state: &AppState,
    mount: &MountPath,
    status: StatusCode,
    name: &str,
    values: Value,
) -> HtmlPage {
    made(state, PageFrame { mount: &mount.0, has_navigation: true }, status, name, values).await
}

/// Makes a page for somebody whom nobody knows, and who need not know which pages there are.
pub(super) async fn page_for_stranger(
    state: &AppState,
    mount: &MountPath,
    status: StatusCode,
    name: &str,
    values: Value,
) -> HtmlPage {
    made(state, PageFrame { mount: &mount.0, has_navigation: false }, status, name, values).await
}

/// Makes a page; why it cannot be made is for the operator, whose template it is.
async fn made(
    state: &AppState,
    frame: PageFrame<'_>,
    status: StatusCode,
    name: &str,
    values: Value,
) -> HtmlPage {
    match state.engine().render_page(&TEMPLATES, name, values, frame).await {
        Ok(html) => HtmlPage::new(status, html),
        Err(error) => {
            tracing::error!("{error}");
            let message = "this page cannot be made; the log of the host says why";
            HtmlPage::plain(StatusCode::INTERNAL_SERVER_ERROR, message.to_owned())
        }
    }
}
