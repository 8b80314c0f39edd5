use super::super::reply::HostReply;
use super::super::request::{HttpCall, HttpCallBody};
use futures_util::StreamExt;
use hookwire::remote::{ByteStream, RemoteError};
use hookwire::{Cx, Result};
use std::mem;

/// Sends a request; returns the head of its answer, and the body.
pub(super) async fn answer(
    cx: &Cx,
    call: HttpCall,
    pieces: Option<ByteStream>,
) -> Result<(HostReply, ByteStream)> {
    let HttpCall { method, url, headers, body, timeout, max_bytes, max_redirects } = call;
    let mut request = cx.http().request(method, url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request = match (body, pieces) {
        (HttpCallBody::Empty, _) => request,
        (HttpCallBody::Bytes { bytes }, _) => request.bytes(bytes.0),
        (HttpCallBody::Stream, Some(pieces)) => {
            request.stream(pieces.map(|piece| piece.map_err(RemoteError::into_error)))
        }
        (HttpCallBody::Stream, None) => {
            return Err(RemoteError::Protocol { why: "a body is announced and does not come".into() }.into());
        }
    };
    if let Some(time) = timeout {
        request = request.timeout(time);
    }
    if let Some(bytes) = max_bytes {
        request = request.max_bytes(bytes);
    }
    if let Some(redirects) = max_redirects {
        request = request.max_redirects(redirects);
    }
    let mut response = request.send().await?;
    let head = HostReply::Http {
        status: response.status,
        headers: mem::take(&mut response.headers),
        url: response.url.clone(),
    };
    let body = response.stream().map(|piece| piece.map_err(|error| RemoteError::of(&error)));
    Ok((head, body.boxed()))
}
