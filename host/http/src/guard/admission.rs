use super::{Caller, origin};
use crate::api_error::ApiError;
use crate::limits::with_timeout;
use crate::public_path;
use crate::state::AppState;
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use std::net::SocketAddr;
use std::sync::Arc;

/// The paths that need no token, and that no limit refuses: those that monitoring asks for.
const PUBLIC: [&str; 2] = ["/health", "/ready"];

/// The paths of the login, which lead to a token.
const LOGIN: [&str; 2] = ["/login", "/logout"];

/// Marks the answer to somebody who is known, in its extensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownCaller;

/// Answers a request only if its origin, its token and the limits allow it.
pub(crate) async fn authorize(
    State(state): State<Arc<AppState>>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let is_login = LOGIN.contains(&request.uri().path());
    let from = origin::check(&request, &state, is_login);
    let is_public = public_path::is_public(&state, request.uri().path());
    if !is_public {
        from.clone()?;
    }
    if PUBLIC.contains(&request.uri().path()) {
        return Ok(next.run(request).await);
    }
    if is_public && from.is_err() {
        // A page of somebody else may reach a public path, but in nobody's name, also where the application knows its users.
        request.extensions_mut().remove::<Caller>();
    }
    let caller = match request.extensions().get::<Caller>() {
        Some(caller) => Ok(Some(caller.clone())),
        None if is_login || (is_public && from.is_err()) => Ok(None),
        None if is_public => Ok(Caller::recognise(request.headers(), &state).await),
        None => Caller::authenticate(request.headers(), &state).await.map(Some),
    };
    let known = caller.as_ref().ok().and_then(Option::as_ref);
    state.rate().take(&bucket(&request, known)).map_err(too_often)?;
    let caller = caller?;
    let is_known = caller.is_some() && !is_login;
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    let permit = state.permits().permit();
    request.extensions_mut().insert(permit.clone());
    if !request.body().is_end_stream() {
        let patience = state.options().patience.0;
        let memory = state.memory().reserve(request.body())?;
        request = request.map(|body| holding(with_timeout(body, patience), memory));
    }
    let mut response = next.run(request).await;
    if is_known {
        response.extensions_mut().insert(KnownCaller);
    }
    if response.body().size_hint().exact().is_some() {
        return Ok(response);
    }
    Ok(response.map(|body| holding(body, permit)))
}

/// Returns the name of the bucket that counts a request: its token's, or else its address's.
fn bucket(request: &Request, caller: Option<&Caller>) -> String {
    if let Some(token) = caller.and_then(Caller::token) {
        return format!("token {token}");
    }
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
    address.map_or_else(|| "unknown address".into(), |ConnectInfo(address)| address.ip().to_string())
}

/// Returns a body that holds a resource until it ends or is dropped.
fn holding(body: Body, resource: impl Send + 'static) -> Body {
    Body::from_stream(body.into_data_stream().inspect(move |_| {
        let _held = &resource;
    }))
}

fn too_often(seconds: u64) -> ApiError {
    let message = format!("too many requests in a minute (http.rate); try again in {seconds} s");
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too_often", message).retry_after(seconds)
}
