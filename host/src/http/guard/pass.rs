use super::super::door::Door;
use super::super::problem::Problem;
use super::{Caller, Place, pace, source};
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;
use std::net::SocketAddr;
use std::sync::Arc;

/// What may always be asked, as those who watch over the host ask it.
const OPEN: [&str; 2] = ["/health", "/ready"];

/// Lets a request pass that may.
pub(in crate::http) async fn pass(
    State(door): State<Arc<Door>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    source::check(&request, &door)?;
    if OPEN.contains(&request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let caller = Caller::of(request.headers(), &door).await;
    let token = caller.as_ref().ok().and_then(|caller| caller.token.clone());
    let who = token.map_or_else(|| address.ip().to_string(), |token| format!("token {token}"));
    door.rate.take(&who).map_err(too_often)?;
    request.extensions_mut().insert(caller?);
    let place = Place::new(&door.room);
    request.extensions_mut().insert(place.clone());
    if !request.body().is_end_stream() {
        let patience = door.agent.options().http.patience.0;
        let memory = door.memory.claim(request.body())?;
        request = request.map(|body| held(pace::hurried(body, patience), memory));
    }
    let response = next.run(request).await;
    if response.body().size_hint().exact().is_some() {
        return Ok(response);
    }
    Ok(response.map(|body| held(body, place)))
}

/// Lets a body take up room until it ends, or nobody reads it any more.
fn held(body: Body, room: impl Send + 'static) -> Body {
    Body::from_stream(body.into_data_stream().inspect(move |_| {
        let _held = &room;
    }))
}

fn too_often(seconds: u64) -> Problem {
    let message = format!("too many requests in a minute (http.rate); try again in {seconds} s");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_often", message).after(seconds)
}
