//! The webhook of `message-logger`, from a turn to a receiver of this machine.

use super::server::{Reply, Server, answer};
use crate::saying;
use hookwire_message_logger::MessageLogger;
use hookwire_tests::test_host::TestHost;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_turn_is_posted_where_the_operator_allows_it() {
    let receiver = Server::start(|_| Reply::Whole(answer("204 No Content", "", b""))).await;
    let config = format!(
        "[plugins.message-logger]\nwebhook_url = \"{}\"\n[net.plugins.message-logger]\nprivate = [\"127.0.0.1\"]",
        receiver.url("/hook?token=sesame")
    );
    let host = saying("a secret answer").config(&config).plugin::<MessageLogger>().start().await;
    let heard = host.send(TestHost::message("hello")).await.unwrap();
    receiver.asked(1).await;
    let request = receiver.requests().remove(0);
    assert!(request.starts_with("POST /hook?token=sesame HTTP/1.1\r\n"), "{request}");
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    let mut body: Value = serde_json::from_str(body).unwrap();
    assert!(body["duration_ms"].take().is_u64());
    assert_eq!(
        body,
        json!({
            "event": "turn.complete",
            "session_id": heard.session(),
            "turn": 1,
            "end": "completed",
            "duration_ms": null,
        })
    );
    host.stop().await;
}
