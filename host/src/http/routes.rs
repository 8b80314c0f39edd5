//! The table of what there is.

use super::door::Door;
use super::host::{health, metrics, plugins};
use super::kept::{approvals, ends, schedules, sessions, turns};
use super::openai::{chat as completions, models, shape};
use super::openapi::Api;
use super::problem::Problem;
use super::talk::{chat, commands, stream};
use super::{guard, openapi};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use std::sync::Arc;
use tower_http::cors::{AllowHeaders, CorsLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Puts all routes together.
pub(super) fn app(door: &Arc<Door>) -> Router {
    let options = &door.agent.options().http;
    let (router, api) = table().split_for_parts();
    // There is one app to a door.
    let _ = door.api.set(openapi::written(api));
    router
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(options.body_bytes))
        .layer(from_fn_with_state(Arc::clone(door), guard::pass))
        .layer(from_fn(shape::shape))
        .layer(from_fn(metrics::count))
        .layer(cors(&options.origins))
        .with_state(Arc::clone(door))
}

fn table() -> OpenApiRouter<Arc<Door>> {
    OpenApiRouter::with_openapi(Api::openapi())
        .merge(bodiless().route_layer(from_fn(guard::seat)))
        .merge(with_bodies())
}

/// Routes that read no body.
fn bodiless() -> OpenApiRouter<Arc<Door>> {
    OpenApiRouter::new()
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::metrics))
        .routes(routes!(openapi::openapi))
        .routes(routes!(plugins::list))
        .routes(routes!(plugins::show))
        .routes(routes!(plugins::hooks))
        .routes(routes!(stream::follow))
        .routes(routes!(commands::commands))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::show, ends::delete))
        .routes(routes!(sessions::export))
        .routes(routes!(ends::close))
        .routes(routes!(ends::cancel))
        .routes(routes!(turns::list))
        .routes(routes!(turns::trace))
        .routes(routes!(approvals::list))
        .routes(routes!(approvals::show))
        .routes(routes!(schedules::list))
        .routes(routes!(schedules::cancel))
        .routes(routes!(models::list))
        .routes(routes!(models::show))
}

/// Routes that take their place when the body is there: with `Json` or `Inbox`.
fn with_bodies() -> OpenApiRouter<Arc<Door>> {
    OpenApiRouter::new()
        .routes(routes!(chat::chat))
        .routes(routes!(stream::send))
        .routes(routes!(approvals::answer))
        .routes(routes!(schedules::make))
        .routes(routes!(completions::completions))
}

/// Lets the pages of some origins read answers.
fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|it| HeaderValue::from_str(it.trim_end_matches('/')).ok());
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static("x-session"), header::RETRY_AFTER, header::ALLOW])
}

async fn no_route(uri: Uri) -> Problem {
    let message = format!("there is nothing at {}; /openapi.json says what there is", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "unknown_route", message)
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let message = format!("{method} is not possible at {}; the header `Allow` says what is", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message)
}
