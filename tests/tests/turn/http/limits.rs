//! The limits of a request and its answer: each is reached, and named.

use super::asker::Asking;
use super::server::{Reply, Server, answer, ok};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::future::join;
use hookwire::cx::HttpError;
use serde_json::json;
use std::io::Write;
use std::time::Duration;

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
const A_MOMENT: Duration = Duration::from_millis(200);

fn silent() -> Reply {
    Reply::Silent(Vec::new())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzipped(body: &[u8]) -> Reply {
    Reply::Whole(answer("200 OK", "content-encoding: gzip\r\n", body))
}

fn time_limit(error: &HttpError) -> Duration {
    match error {
        HttpError::TimedOut { limit, .. } => *limit,
        other => panic!("another error: {other:?}"),
    }
}

fn is_too_large(error: &HttpError, limit: u64) -> bool {
    matches!(error, HttpError::TooLarge { limit: told, .. } if *told == limit)
}

#[tokio::test]
async fn a_host_that_does_not_answer_is_given_up_after_the_time_of_the_configuration() {
    let server = Server::start(|_| silent()).await;
    let asking = Asking::start_at_home("timeout = \"200ms\"").await;
    let refusal = asking.refused(&server.url("/?key=sesame")).await;
    assert_eq!(time_limit(refusal.error()), A_MOMENT);
    assert_eq!(
        refusal.text(),
        format!(
            "`127.0.0.1:{}` has not answered in full within 200ms; a request may name up to `net.max_timeout`",
            server.port
        )
    );
}

#[tokio::test]
async fn nobody_waits_longer_than_the_operator_allows() {
    let server = Server::start(|_| silent()).await;
    let asking = Asking::start_at_home("max_timeout = \"200ms\"").await;
    let wanted = json!({ "url": server.url("/"), "timeout": 3_600_000 });
    assert_eq!(time_limit(asking.refusal(wanted).await.error()), A_MOMENT);
    let wanted = json!({ "url": server.url("/"), "timeout": 10 });
    assert_eq!(time_limit(asking.refusal(wanted).await.error()), Duration::from_millis(10));
}

#[tokio::test]
async fn an_answer_that_drips_for_ever_ends_with_the_time() {
    let pause = Duration::from_millis(10);
    for (head, piece) in [
        (CHUNKED, "1\r\nx\r\n"),
        ("HTTP/1.1 200 OK\r\n", "x-more: 1\r\n"),
        ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("H", ""),
    ] {
        let server = Server::start(move |_| Reply::Endless(head.into(), piece.into(), pause)).await;
        let asking = Asking::start_at_home("timeout = \"200ms\"\nidle_timeout = \"1h\"").await;
        assert_eq!(time_limit(asking.refused(&server.url("/")).await.error()), A_MOMENT, "{head}{piece}");
    }
}

#[tokio::test]
async fn an_answer_that_falls_silent_is_given_up() {
    for said in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"] {
        let server = Server::start(move |_| Reply::Silent(said.into())).await;
        let asking =
            Asking::start_at_home("timeout = \"1h\"\nmax_timeout = \"1h\"\nidle_timeout = \"200ms\"").await;
        let refusal = asking.refused(&server.url("/")).await;
        assert!(
            matches!(refusal.error(), HttpError::Idle { limit, .. } if *limit == A_MOMENT),
            "{refusal:?}"
        );
        assert!(refusal.text().ends_with("has sent nothing for 200ms, the limit (`net.idle_timeout`)"));
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = Server::start(|_| ok("hello")).await;
    let asking = Asking::start_at_home("request_bytes = 10").await;
    let body = |body: &str| json!({ "url": server.url("/"), "method": "POST", "body": body });
    assert_eq!(asking.ask(body("1234567890")).await, "200 hello");
    let refusal = asking.refusal(body("12345678901")).await;
    let host = format!("127.0.0.1:{}", server.port);
    assert_eq!(
        refusal.text(),
        format!("the body for `{host}` has more than 10 bytes, the limit (`net.request_bytes`)")
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_counted_as_it_goes() {
    let server = Server::start(|_| ok("hello")).await;
    let asking = Asking::start_at_home("request_bytes = 10").await;
    let pieces = |pieces: &[&str]| json!({ "url": server.url("/"), "method": "POST", "pieces": pieces });
    assert_eq!(asking.ask(pieces(&["12345", "", "67890"])).await, "200 hello");
    let refusal = asking.refusal(pieces(&["12345", "678901", "and more"])).await;
    assert!(matches!(refusal.error(), HttpError::BodyTooLarge { limit: 10, .. }), "{refusal:?}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_refused_by_its_length() {
    let server =
        Server::start(|request| ok(if request.contains("/more") { "12345678901" } else { "1234567890" }))
            .await;
    let asking = Asking::start_at_home("answer_bytes = 10").await;
    assert_eq!(asking.get(&server.url("/")).await, "200 1234567890");
    let refusal = asking.refused(&server.url("/more")).await;
    assert!(is_too_large(refusal.error(), 10), "{refusal:?}");
    let refusal = asking.refusal(json!({ "url": server.url("/"), "max_bytes": 9 })).await;
    assert!(is_too_large(refusal.error(), 9), "{refusal:?}");
    // Nobody gets more than the operator allows, and a length that is only told costs nothing.
    let refusal = asking.refusal(json!({ "url": server.url("/more"), "max_bytes": 11 })).await;
    assert!(is_too_large(refusal.error(), 10), "{refusal:?}");
    assert_eq!(asking.ask(json!({ "url": server.url("/more"), "method": "HEAD" })).await, "200 ");
}

#[tokio::test]
async fn an_endless_answer_is_refused_where_it_passes_the_limit() {
    let piece = [b"ffff\r\n", &*vec![b'x'; 0xffff], b"\r\n"].concat();
    let server = Server::start(move |request| match request {
        it if it.contains("/close") => Reply::Endless(
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".into(),
            piece.clone(),
            Duration::ZERO,
        ),
        _ => Reply::Endless(CHUNKED.into(), piece.clone(), Duration::ZERO),
    })
    .await;
    let asking = Asking::start_at_home("answer_bytes = 1000000").await;
    for path in ["/", "/close"] {
        let refusal = asking.refused(&server.url(path)).await;
        assert!(is_too_large(refusal.error(), 1_000_000), "{refusal:?}");
    }
}

#[tokio::test]
async fn an_endless_head_is_refused() {
    let server = Server::start(|_| {
        let header = format!("x-more: {}\r\n", "x".repeat(60_000));
        Reply::Endless("HTTP/1.1 200 OK\r\n".into(), header.into(), Duration::ZERO)
    })
    .await;
    let asking = Asking::start_at_home("").await;
    let refusal = asking.refused(&server.url("/")).await;
    assert!(matches!(refusal.error(), HttpError::Failed { .. }), "{refusal:?}");
}

#[tokio::test]
async fn the_limit_counts_what_is_behind_the_decompression() {
    let server = Server::start(|request| match request {
        it if it.contains("/bomb") => gzipped(&gzip(&vec![0; 20 << 20])),
        it if it.contains("/twice") => {
            let inner = gzip(&gzip(&vec![0; 20 << 20]));
            Reply::Whole(answer("200 OK", "content-encoding: gzip, gzip\r\n", &inner))
        }
        it if it.contains("/cut") => gzipped(&gzip(&[7; 5000])[..20]),
        it if it.contains("/none") => gzipped(b"this was never compressed"),
        _ => gzipped(&gzip(b"hello")),
    })
    .await;
    let asking = Asking::start_at_home("answer_bytes = 1000000").await;
    assert_eq!(asking.get(&server.url("/")).await, "200 hello");
    assert!(server.requests()[0].contains("accept-encoding: gzip\r\n"), "{:?}", server.requests());
    let refusal = asking.refused(&server.url("/bomb")).await;
    assert!(is_too_large(refusal.error(), 1_000_000), "{refusal:?}");
    // What is packed twice is not unpacked, or not past the limit.
    let text = asking.get(&server.url("/twice")).await;
    assert!(text.len() < 1_000_000, "{}", text.len());
    for path in ["/cut", "/none"] {
        let refusal = asking.refused(&server.url(path)).await;
        assert!(matches!(refusal.error(), HttpError::Failed { .. }), "{refusal:?}");
    }
}

#[tokio::test]
async fn a_plugin_has_only_so_many_requests_on_their_way() {
    let server =
        Server::start(|request| if request.contains("/silent") { silent() } else { ok("hello") }).await;
    let asking = Asking::start_at_home("requests = 2").await;
    let url = server.url("/silent");
    let mut waiting = Box::pin(join(asking.get(&url), asking.get(&url)));
    tokio::select! {
        _ = &mut waiting => panic!("nobody answers"),
        () = server.asked(2) => {}
    }
    let refusal = asking.refused(&server.url("/")).await;
    assert!(matches!(refusal.error(), HttpError::Busy { limit: 2, .. }), "{refusal:?}");
    assert_eq!(
        refusal.text(),
        "`asker` has as many requests on their way as it may have, 2 (`net.requests`); wait until one has ended"
    );
    // What is given up is under way no more, and so is an answer that nobody reads.
    drop(waiting);
    for _ in 0..3 {
        assert_eq!(asking.ask(json!({ "url": server.url("/"), "unread": true })).await, "200");
    }
}
