use super::html_page::wants_html;
use super::login;
use super::templates::{page, page_for_stranger};
use crate::api_error::ApiError;
use crate::guard::KnownCaller;
use crate::headers::login_cookie;
use crate::mount::MountPath;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

/// Writes the errors of pages as pages, for browsers: whoever lacks a token is shown the login.
pub(crate) async fn with_error_pages(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: Next,
) -> Response {
    let is_page = request.method() == Method::GET
        && wants_html(request.headers())
        && !request.uri().path().starts_with("/v1/");
    let has_cookie = login_cookie(request.headers()).is_some();
    let mount = MountPath::of(request.extensions(), request.uri());
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<ApiError>().filter(|_| is_page).cloned() else {
        return response;
    };
    if error.status() == StatusCode::UNAUTHORIZED {
        let why = if has_cookie { error.message() } else { "" };
        return login::form(&state, &mount, error.status(), why, has_cookie).await.into_response();
    }
    let values = json!({ "message": error.message() });
    let answer = if response.extensions().get::<KnownCaller>().is_some() {
        page(&state, &mount, error.status(), "error.html", values).await
    } else {
        page_for_stranger(&state, &mount, error.status(), "error.html", values).await
    };
    answer.into_response()
}
