//! Bodies of HTTP requests and answers pass piece by piece, and what nobody waits for is given up.

use super::back_to_back::{Pair, unchecked};
use super::prober::{Poor, ann};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt, stream};
use hookwire::cx::{HttpBody, HttpError, HttpRequest, HttpResponse, HttpService, Services};
use hookwire::test::cancel_after;
use hookwire::{Cx, Error, Result};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// Answers with the body of the request, as it comes; to `/wait` it does not answer.
#[derive(Debug, Default)]
struct Echo {
    dropped: Arc<AtomicBool>,
}

struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl HttpService for Echo {
    fn send(&self, _: &'static str, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpError>> {
        let dropped = Dropped(Arc::clone(&self.dropped));
        let echo = async move {
            let HttpRequest { url, body, .. } = request;
            if url.ends_with("/wait") {
                let _dropped = dropped;
                pending::<()>().await;
            }
            let HttpBody::Stream(pieces) = body else { panic!("{body:?}") };
            let failed = |error: Error| HttpError::Failed {
                host: "echo".into(),
                why: error.to_string(),
                source: error.to_string().into(),
            };
            Ok(HttpResponse::new(
                200,
                Vec::new(),
                url,
                pieces.map(move |piece| piece.map_err(failed)).boxed(),
            ))
        };
        echo.boxed()
    }
}

async fn in_worker(echo: Echo) -> Cx {
    let mut services = Services::none();
    services.http = Some(Arc::new(echo));
    let host = unchecked(&ann(), services).await;
    unchecked(&ann(), Pair::of::<Poor>(&host).services(&host)).await
}

fn pieces(receiver: mpsc::Receiver<Result<Vec<u8>>>) -> BoxStream<'static, Result<Vec<u8>>> {
    stream::unfold(receiver, |mut it| async move { it.recv().await.map(|piece| (piece, it)) }).boxed()
}

#[tokio::test]
async fn each_piece_comes_back_before_the_next_one_is_sent() {
    let cx = in_worker(Echo::default()).await;
    let (sender, receiver) = mpsc::channel(1);
    let mut answer = cx.http().post("https://echo/").stream(pieces(receiver)).send().await.unwrap();
    for piece in ["one", "two"] {
        sender.send(Ok(piece.into())).await.unwrap();
        assert_eq!(answer.chunk().await.unwrap().unwrap(), piece.as_bytes());
    }
    sender.send(Err(Error::msg("no more"))).await.unwrap();
    let error = answer.chunk().await.unwrap_err();
    assert!(
        matches!(error.downcast_ref(), Some(HttpError::Failed { host, why, .. }) if host == "echo" && why == "no more")
    );
    drop(sender);
    assert_eq!(answer.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn an_answer_that_is_dropped_ends_the_request() {
    let cx = in_worker(Echo::default()).await;
    let (sender, receiver) = mpsc::channel(1);
    let answer = cx.http().post("https://echo/").stream(pieces(receiver)).send().await.unwrap();
    drop(answer);
    assert!(sender.send(Ok(Vec::new())).await.is_err());
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_is_given_up_in_the_host() {
    let echo = Echo::default();
    let dropped = Arc::clone(&echo.dropped);
    let cx = in_worker(echo).await;
    let request = cx.http().get("https://echo/wait").send();
    assert!(cancel_after(3, request).await.is_none());
    assert!(dropped.load(Ordering::Relaxed));
}
