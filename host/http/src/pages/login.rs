use super::html_page::HtmlPage;
use super::templates::page_for_stranger;
use crate::api_error::ApiError;
use crate::body::Form;
use crate::headers::{LOGIN_COOKIE, login_cookie};
use crate::mount::MountPath;
use crate::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hookwire_engine::auth::{self, AuthError};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;

/// How long a browser keeps the cookie, in seconds: 30 days. A token that expires before that opens nothing any more.
const KEPT: u32 = 30 * 24 * 60 * 60;

/// The form of the login.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LoginForm {
    /// The token, as `hookwire tokens add` has shown it.
    token: String,
}

/// Makes the form; `why` says why an earlier try failed.
pub(super) async fn form(
    state: &AppState,
    mount: &MountPath,
    status: StatusCode,
    why: &str,
    has_cookie: bool,
) -> HtmlPage {
    let values = json!({ "why": why, "has_cookie": has_cookie });
    page_for_stranger(state, mount, status, "login.html", values).await
}

/// Shows the form for a token.
#[utoipa::path(
    get, path = "/login", tag = "pages",
    responses((status = 200, description = "the form, as HTML", content_type = "text/html")),
)]
pub(crate) async fn show_login(
    State(state): State<Arc<AppState>>,
    mount: MountPath,
    headers: HeaderMap,
) -> HtmlPage {
    form(&state, &mount, StatusCode::OK, "", login_cookie(&headers).is_some()).await
}

/// Lets a browser in: keeps the token in a cookie, and leads to the start page.
#[utoipa::path(
    post, path = "/login", tag = "pages",
    request_body(content = LoginForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "the token opens the door; the cookie is set"),
        (status = 401, description = "the token does not; the form again, as HTML", content_type = "text/html"),
    ),
)]
pub(crate) async fn log_in(
    State(state): State<Arc<AppState>>,
    mount: MountPath,
    headers: HeaderMap,
    Form(LoginForm { token }): Form<LoginForm>,
) -> Result<Response, ApiError> {
    let token = token.trim();
    match auth::authenticate(&**state.engine().store(), token).await {
        Ok(_) => Ok(with_cookie(&mount, &headers, token, KEPT)),
        Err(AuthError::Store(error)) => Err(error.into()),
        Err(error) => {
            let why = error.to_string();
            Ok(form(&state, &mount, StatusCode::UNAUTHORIZED, &why, false).await.into_response())
        }
    }
}

/// Has a browser forget the token.
#[utoipa::path(
    post, path = "/logout", tag = "pages",
    responses((status = 303, description = "the cookie is gone")),
)]
pub(crate) async fn log_out(mount: MountPath, headers: HeaderMap) -> Response {
    with_cookie(&mount, &headers, "", 0)
}

/// Sets the cookie, and leads to the start page. Scripts cannot read it, and other sites' pages do not have it sent.
fn with_cookie(mount: &MountPath, headers: &HeaderMap, token: &str, seconds: u32) -> Response {
    let secure = if is_encrypted(headers) { "; Secure" } else { "" };
    let path = mount.cookie_path();
    let cookie =
        format!("{LOGIN_COOKIE}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, mount.home().to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Returns whether the browser reaches this host by HTTPS, through a proxy.
fn is_encrypted(headers: &HeaderMap) -> bool {
    let begins = |name: &str, start: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.trim().to_ascii_lowercase().starts_with(start))
    };
    begins("origin", "https://") || begins("x-forwarded-proto", "https")
}
