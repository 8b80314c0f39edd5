//! The table of what there is.

use super::door::Door;
use super::openapi::Api;
use super::problem::Problem;
use super::{chat, health, openapi};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Puts all routes together.
pub(super) fn app(door: &Arc<Door>) -> Router {
    let (router, api) = table().split_for_parts();
    // There is one app to a door.
    let _ = door.api.set(openapi::written(api));
    router
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(door.agent.options().http.body_bytes))
        .with_state(Arc::clone(door))
}

fn table() -> OpenApiRouter<Arc<Door>> {
    OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(openapi::openapi))
        .routes(routes!(chat::chat))
}

async fn no_route(uri: Uri) -> Problem {
    let message = format!("there is nothing at {}; /openapi.json says what there is", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "unknown_route", message)
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let message = format!("{method} is not possible at {}; the header `Allow` says what is", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message)
}
