//! Routes of plugins that live in another process.

use super::instance::{ByteStream, RemoteCall, RemoteInstance, RemoteReply};
use super::target::Target;
use super::unpanicked::unpanicked;
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::Result;
use crate::plugin::RoutesDecl;
use crate::routes::{BasePath, Router};
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::sync::Arc;
use tower_service::Service;

const ANSWER: &str = "answer";

/// The head of a request.
#[derive(Serialize, Deserialize)]
struct Asked {
    method: String,
    uri: String,
    headers: Vec<(String, Vec<u8>)>,
    base: Option<String>,
    has_body: bool,
}

/// The head of an answer.
#[derive(Serialize, Deserialize)]
struct Answered {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    has_body: bool,
}

/// Has the routes in the other process answer a request.
pub(super) async fn ask(
    remote: &Arc<dyn RemoteInstance>,
    decl: &'static RoutesDecl,
    request: Request,
    cx: &Cx,
) -> Result<Response, RemoteError> {
    let (head, body) = request.into_parts();
    let stream = pieces(body);
    let asked = Asked {
        method: head.method.to_string(),
        uri: head.uri.to_string(),
        headers: listed(&head.headers),
        base: head.extensions.get::<BasePath>().map(|base| base.as_str().to_owned()),
        has_body: stream.is_some(),
    };
    let (kind, name) = (RoutesDecl::KIND.name.into(), decl.name.into());
    let target = Target::Part { kind, name, part: ANSWER.into() };
    let reply = remote.call(RemoteCall { target, body: encode(&asked)?, stream }, cx, None).await;
    let reply = unpanicked(reply)?;
    let answered: Answered = decode(&reply.body)?;
    let body = reply.stream.map_or_else(Body::empty, Body::from_stream);
    let mut response = Response::new(if answered.has_body { body } else { Body::empty() });
    *response.status_mut() = StatusCode::from_u16(answered.status).map_err(unreadable)?;
    *response.headers_mut() = headers(answered.headers)?;
    Ok(response)
}

/// Answers a request of the other process with a router of this one.
pub(super) async fn serve(
    decl: &'static RoutesDecl,
    part: &str,
    instance: &(dyn Any + Send + Sync),
    call: RemoteCall,
    cx: &Cx,
) -> Result<RemoteReply, RemoteError> {
    if part != ANSWER {
        return Err(RemoteError::Protocol { why: format!("routes have no part `{part}`") });
    }
    let made = (decl.router)(instance).map_err(|error| RemoteError::of(&error))?;
    let mut router = made.downcast_ref::<Router>().expect("`#[routes]` makes a router of this axum").clone();
    let asked: Asked = decode(&call.body)?;
    let body = match call.stream.filter(|_| asked.has_body) {
        Some(stream) => Body::from_stream(stream),
        None => Body::empty(),
    };
    let mut request =
        Request::builder().method(asked.method.as_str()).uri(asked.uri).body(body).map_err(unreadable)?;
    *request.headers_mut() = headers(asked.headers)?;
    request.extensions_mut().insert(cx.clone());
    if let Some(base) = asked.base {
        request.extensions_mut().insert(BasePath::at(base));
    }
    let Ok(answer) = router.call(request).await;
    let (head, body) = answer.into_parts();
    let stream = pieces(body);
    let (status, headers) = (head.status.as_u16(), listed(&head.headers));
    let body = encode(&Answered { status, headers, has_body: stream.is_some() })?;
    Ok(RemoteReply { body, stream })
}

/// Returns the pieces of a body that is not empty.
fn pieces(body: Body) -> Option<ByteStream> {
    if body.is_end_stream() {
        return None;
    }
    let failed = |error: axum::Error| RemoteError::Failed { message: error.to_string(), causes: Vec::new() };
    Some(body.into_data_stream().map(move |piece| piece.map(Vec::from).map_err(failed)).boxed())
}

fn listed(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect()
}

fn headers(listed: Vec<(String, Vec<u8>)>) -> Result<HeaderMap, RemoteError> {
    let mut headers = HeaderMap::new();
    for (name, value) in listed {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(unreadable)?;
        headers.append(name, HeaderValue::from_bytes(&value).map_err(unreadable)?);
    }
    Ok(headers)
}

fn unreadable(error: impl std::fmt::Display) -> RemoteError {
    RemoteError::Protocol { why: format!("the head of a request or an answer: {error}") }
}
