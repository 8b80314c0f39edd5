use super::super::bytes::Bytes;
use super::super::context::HostContext;
use super::super::payload::pieces;
use super::super::reply::HostReply;
use super::super::request::{HostRequest, HttpCall, HttpCallBody};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use hookwire::cx::{HttpBody, HttpError, HttpRequest, HttpResponse, HttpService};
use hookwire::remote::{ByteStream, RemoteError};

/// How many bytes a body may have that the host can send again where a redirect asks for it; a larger one goes as a stream.
const MOST_KEPT_BYTES: usize = 64 << 20;

/// HTTP requests of a plugin, sent by the host.
#[derive(Debug)]
pub(in super::super) struct RemoteHttp(pub(in super::super) HostContext);

impl HttpService for RemoteHttp {
    fn send(&self, _: &'static str, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpError>> {
        let HttpRequest { method, url, headers, body, timeout, max_bytes, max_redirects, .. } = request;
        let asked = url.clone();
        let (body, pieces) = split(body);
        let call = HttpCall { method, url, headers, body, timeout, max_bytes, max_redirects };
        let work = async move {
            let reply = self.0.exchange(&HostRequest::Http { call }, pieces).await;
            let (reply, body) = reply.map_err(|error| error.into_http_error(&asked))?;
            let HostReply::Http { status, headers, url } = reply else {
                return Err(reply.unexpected().into_http_error(&asked));
            };
            let body = body.unwrap_or_else(|| stream::empty().boxed());
            let answered = url.clone();
            let body = body.map(move |piece| piece.map_err(|error| error.into_http_error(&answered)));
            Ok(HttpResponse::new(status, headers, url, body.boxed()))
        };
        work.boxed()
    }
}

/// Returns the body as the question has it, and the stream that goes with it.
fn split(body: HttpBody) -> (HttpCallBody, Option<ByteStream>) {
    match body {
        HttpBody::Bytes(bytes) if bytes.len() <= MOST_KEPT_BYTES => {
            (HttpCallBody::Bytes { bytes: Bytes(bytes) }, None)
        }
        HttpBody::Bytes(bytes) => (HttpCallBody::Stream, Some(pieces(bytes))),
        HttpBody::Stream(pieces) => {
            let pieces = pieces.map(|piece| piece.map_err(|error| RemoteError::of(&error)));
            (HttpCallBody::Stream, Some(pieces.boxed()))
        }
        // A kind of body that is not known here does not exist yet.
        _ => (HttpCallBody::Empty, None),
    }
}
