use crate::api_error::ApiError;
use crate::guard::authorize;
use crate::mount::MountPath;
use crate::openai::error_format::with_openai_errors;
use crate::openapi::Document;
use crate::ops::metrics::count_requests;
use crate::options::HttpOptions;
use crate::pages::with_error_pages;
use crate::routes::all_routes;
use crate::state::AppState;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use hookwire_engine::Engine;
use std::sync::Arc;
use tower_http::cors::{AllowHeaders, CorsLayer};

/// Returns the HTTP API as a router, to be mounted in another axum application; [`serve`](crate::serve) answers
/// the same routes on a listener of its own.
///
/// The router has everything with it: tokens, limits, CORS, errors and `/openapi.json`, which names the path under
/// which the router is nested. The options `listen` and `hosts` count for nothing here.
///
/// * Every request but `/health`, `/ready`, those of the login and those to public paths of plugins needs a token, made by [`create_token`](hookwire_engine::auth::create_token), as
///   the router cannot know who reaches the other application's listener. An application that knows its users already
///   adds a [`Caller`](crate::Caller) to the extensions of the request instead.
/// * Browsers find a start page at the path of the router. Its links, and those of plugins' pages, lead to the path under which
///   the router was asked.
/// * `http.rate` counts requests without a token by address if the application serves with
///   `into_make_service_with_connect_info::<SocketAddr>()`; otherwise they share one bucket.
/// * The application stops the host itself: [`Host::stop`](hookwire_engine::Host::stop) ends the turns and their streams, except
///   those that wait for a human, so a graceful shutdown needs a time limit.
///
/// ```no_run
/// # async fn run(host: hookwire_engine::Host) -> std::io::Result<()> {
/// use axum::{Router, routing::get};
/// use hookwire_http::{self as http, HttpOptions};
///
/// let agent = http::router(host.engine().clone(), HttpOptions::default());
/// let app = Router::new().route("/", get(|| async { "our own page" })).nest("/agent", agent);
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// axum::serve(listener, app).await
/// # }
/// ```
pub fn router(engine: Engine, options: HttpOptions) -> Router {
    with_state(&Arc::new(AppState::new(engine, options, None)))
}

/// Returns the router of a state.
pub(crate) fn with_state(state: &Arc<AppState>) -> Router {
    let options = state.options();
    let (routes, api) = all_routes().split_for_parts();
    routes
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(Extension(Document::new(api)))
        .layer(DefaultBodyLimit::max(options.body_bytes))
        .layer(from_fn_with_state(Arc::clone(state), authorize))
        .layer(from_fn_with_state(Arc::clone(state), with_error_pages))
        .layer(from_fn(with_openai_errors))
        .layer(from_fn(count_requests))
        .layer(cors(&options.origins))
        .with_state(Arc::clone(state))
}

/// Lets the pages of some origins read answers.
fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|it| HeaderValue::from_str(it.trim_end_matches('/')).ok());
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static("x-session"), header::RETRY_AFTER, header::ALLOW])
}

async fn unknown_route(MountPath(mount): MountPath, uri: Uri) -> ApiError {
    let path = uri.path();
    let message = format!("there is nothing at {mount}{path}; {mount}/openapi.json says what there is");
    ApiError::new(StatusCode::NOT_FOUND, "unknown_route", message)
}

async fn wrong_method(MountPath(mount): MountPath, method: Method, uri: Uri) -> ApiError {
    let path = uri.path();
    let message = format!("{method} is not possible at {mount}{path}; the header `Allow` says what is");
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message)
}
