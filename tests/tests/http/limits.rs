//! Nobody takes more than their share.

use crate::server::server;
use crate::wire::{call, get, post};
use serde_json::json;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Opens a connection and begins to say something.
async fn begun(at: SocketAddr, text: &str) -> TcpStream {
    let mut connection = TcpStream::connect(at).await.unwrap();
    connection.write_all(text.replace("HOST", &at.to_string()).as_bytes()).await.unwrap();
    connection
}

/// Begins a body of which most is missing, and lets the host wait for it.
fn unfinished(kind: &str, body: &str) -> String {
    let head = "POST /v1/chat HTTP/1.1\r\nhost: HOST\r\nexpect: 100-continue\r\ncontent-length: 1000";
    format!("{head}\r\ncontent-type: {kind}\r\n\r\n{body}")
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = server(&["http.body_bytes=1000", "limits.message_bytes=100"]).await;
    let said = |bytes: usize| post("/v1/chat", &json!({ "message": "x".repeat(bytes) }));
    let (status, code, message) = server.send(&said(2000)).await.error();
    assert_eq!((status, code.as_str()), (413, "too_large"));
    assert!(message.contains("http.body_bytes"), "{message}");
    let (status, code, message) = server.send(&said(200)).await.error();
    assert_eq!((status, code.as_str()), (413, "too_large"));
    assert!(message.contains("200 bytes") && message.contains("limits.message_bytes"), "{message}");
    assert_eq!(server.send(&said(50)).await.status, 200);
}

#[tokio::test]
async fn a_caller_that_asks_too_often_is_told_when_to_come_back() {
    let server = server(&["http.rate=3"]).await;
    for _ in 0..3 {
        assert_eq!(server.send(&get("/v1/sessions")).await.status, 200);
    }
    let refused = server.send(&get("/v1/sessions")).await;
    assert_eq!(refused.code(), (429, "too_often".into()));
    let after: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&after), "{after}");
    assert_eq!(server.send(&get("/health")).await.status, 200, "those who watch over it may always ask");
}

#[tokio::test]
async fn streams_take_up_room_until_they_end() {
    let server = server(&["http.concurrency=2", "limits.abandoned=1ms"]).await;
    let open = || async { post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await };
    let (first, _second) = (open().await, open().await);
    let refused = server.send(&get("/v1/sessions")).await;
    assert_eq!(refused.code(), (503, "busy".into()));
    drop(first);
    while server.send(&get("/v1/sessions")).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn those_who_only_begin_to_send_keep_nobody_out() {
    let server = server(&["http.concurrency=1", "http.patience=1h"]).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut connection = begun(server.at, &unfinished("application/json", "{")).await;
        // That it says so shows that it reads the body.
        let mut told = [0; 12];
        connection.read_exact(&mut told).await.unwrap();
        assert_eq!(&told, b"HTTP/1.1 100");
        open.push(connection);
    }
    assert_eq!(server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await.status, 200);
}

#[tokio::test]
async fn whoever_takes_too_long_is_given_up() {
    let server = server(&["http.patience=20ms"]).await;
    let part = "--cut\r\ncontent-disposition: form-data; name=\"message\"\r\n\r\nso";
    let (whole, parts) =
        (unfinished("application/json", "{"), unfinished("multipart/form-data; boundary=cut", part));
    for (text, end) in [("", ""), ("POST /v1/ch", ""), (&whole, "\"too_slow\""), (&parts, "\"too_slow\"")] {
        let mut answer = String::new();
        begun(server.at, text).await.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(end) && answer.is_empty() == end.is_empty(), "{text}: {answer}");
        assert!(end.is_empty() || answer.contains("HTTP/1.1 408"), "{answer}");
    }
    assert_eq!(server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await.status, 200);
}

#[tokio::test]
async fn no_more_bodies_are_read_at_once_than_there_is_memory_for() {
    let server = server(&["http.memory_bytes=4096", "http.body_bytes=4096", "http.patience=1h"]).await;
    let mut open = Vec::new();
    for status in [b"100", b"100", b"100", b"100", b"503"] {
        let mut connection = begun(server.at, &unfinished("application/json", "{")).await;
        let mut told = [0; 12];
        connection.read_exact(&mut told).await.unwrap();
        assert_eq!(&told[9..], status);
        open.push(connection);
    }
    assert_eq!(server.send(&get("/v1/sessions")).await.status, 200, "what has no body is answered");
    open.remove(0);
    while server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_body_that_nobody_reads_opens_no_full_house() {
    let server = server(&["http.concurrency=1"]).await;
    let _stream = post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await;
    for call in [call("GET", "/v1/sessions"), call("POST", "/v1/sessions/none/cancel")] {
        assert_eq!(server.send(&call.body("x")).await.code(), (503, "busy".into()));
    }
}
