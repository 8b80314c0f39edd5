//! What a plugin's routes cannot do to the host.

use super::pages::{STREAMS, server};
use crate::wire::{call, get};
use std::time::Duration;
use tokio::time::timeout;

/// The time within which something happens.
const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn the_limits_of_the_host_hold_for_plugins() {
    let server = server(&["http.body_bytes=1000", "http.rate=6", "http.concurrency=1"]).await;
    let count = |bytes: usize| call("POST", "/plugins/pages/count").body(vec![b'x'; bytes]);
    assert_eq!(server.send(&count(1000)).await.text(), "1000");
    assert_eq!(server.send(&count(1001)).await.code(), (413, "too_large".into()));
    let stream = get("/plugins/pages/stream").open(server.at).await;
    assert_eq!(server.send(&get("/plugins/pages/")).await.code(), (503, "busy".into()));
    drop(stream);
    let refused = async { while server.send(&get("/plugins/pages/hook")).await.status != 429 {} };
    timeout(SOON, refused).await.expect("the rate is over");
    assert_eq!(server.send(&get("/plugins/pages/hook")).await.code(), (429, "too_often".into()));
}

#[tokio::test]
async fn a_plugin_that_panics_or_hangs_costs_its_own_request() {
    let server = server(&[]).await;
    let broken = server.send(&get("/plugins/pages/smash")).await;
    assert_eq!(broken.code(), (500, "plugin_failed".into()));
    assert!(broken.text().contains("`pages`") && !broken.text().contains("in pieces"), "{}", broken.text());
    let late = server.send(&get("/plugins/pages/hang")).await;
    assert_eq!(late.code(), (504, "plugin_timeout".into()));
    let half = get("/plugins/pages/half").open(server.at).await;
    assert_eq!(half.status, 200);
    assert_eq!(server.send(&get("/plugins/pages/")).await.status, 200);
    assert_eq!(server.send(&get("/health")).await.status, 200);
}

#[tokio::test]
async fn a_plugin_says_nothing_in_the_name_of_the_whole_host() {
    let server = server(&[]).await;
    let answer = server.send(&get("/plugins/pages/headers")).await;
    for name in ["access-control-allow-origin", "x-mine", "clear-site-data", "service-worker-allowed"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    let cookies: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    assert_eq!(cookies, [&("set-cookie".to_owned(), "theme=dark".to_owned())]);
    assert_eq!((answer.header("x-yours"), answer.text().as_str()), (Some("stays"), "done"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("content-security-policy"), None);
    let page = server.send(&get("/plugins/pages/page")).await;
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    assert_eq!(server.send(&call("HEAD", "/plugins/pages/page")).await.header("content-length"), Some("8"));
}

#[tokio::test]
async fn a_stream_ends_when_the_host_closes_and_its_request_is_cancelled() {
    let server = server(&["limits.grace=50ms"]).await;
    let mut stream = get("/plugins/pages/stream").open(server.at).await;
    assert_eq!(stream.block().await.as_deref(), Some("begun"));
    let (ended, _host) = server.stop();
    assert_eq!(stream.block().await, None);
    ended.await.unwrap().expect("a clean end");
    let streams = STREAMS.lock().unwrap().clone();
    for cancel in streams {
        timeout(SOON, cancel.wait()).await.expect("the request is cancelled");
    }
}
