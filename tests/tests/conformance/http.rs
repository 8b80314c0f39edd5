//! The same turn, asked for over HTTP.

use crate::golden;
use crate::paths::{assert_kind, assert_written, setup};
use hookwire::cx::RequestKind;
use hookwire_host::engine::store::Scope;
use hookwire_host::http;
use hookwire_tests::test_host::TestHost;
use std::future::pending;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn ask(host: &TestHost, path: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = http::HttpOptions::default();
    let door = tokio::spawn(http::serve(host.agent().clone(), options, listener, pending()));
    let body = r#"{"message": "echo"}"#;
    let head = "Content-Type: application/json\r\nConnection: close";
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(request.as_bytes()).await.unwrap();
    host.log.until("approval.requested", 1).await;
    let asked = host.store.approvals(None, true, 1).await.unwrap();
    host.answer(&asked[0], true, Scope::Once).await;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    door.abort();
    answer
}

#[tokio::test]
async fn chat_and_stream_fire_what_the_agent_fires() {
    for (path, kind) in [("/v1/chat", RequestKind::Chat), ("/v1/stream", RequestKind::Stream)] {
        let host = setup().start().await;
        let answer = ask(&host, path).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Two."), "{path}: {answer}");
        // No file came with it.
        assert_written(&host, &golden::TURN.replace("attachment.describe\n", ""));
        assert_kind(&host, kind);
    }
}
