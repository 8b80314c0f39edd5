//! A connection that is lost loses nothing and doubles nothing.

use crate::server::{host_on, server, serving};
use crate::wire::{Event, get, post, text};
use hookwire::cx::RequestKind;
use hookwire_host::engine::store::{InboxMessage, Memory, Owner, Session, Store};
use serde_json::json;
use std::sync::Arc;

const SAID: &str = "slow and steady wins the race that nobody runs";

/// Reads some events and then loses the connection; returns them.
async fn broken_off(server: &crate::server::TestServer, key: &str, after: usize) -> Vec<Event> {
    let call = post("/v1/stream", &json!({ "message": SAID })).header("idempotency-key", key);
    let mut stream = call.open(server.at).await;
    let mut seen = Vec::new();
    while seen.len() < after {
        seen.push(stream.event().await.expect("an event"));
    }
    seen
}

#[tokio::test]
async fn sending_again_with_the_last_id_gives_the_rest() {
    let server = server(&[]).await;
    for after in [1, 2, 5, 9] {
        let key = format!("key-{after}");
        let mut seen = broken_off(&server, &key, after).await;
        let call = post("/v1/stream", &json!({ "message": SAID })).header("idempotency-key", &key);
        let call = call.header("last-event-id", &seen.last().unwrap().id);
        seen.extend(call.open(server.at).await.events().await);
        assert_eq!(text(&seen), SAID, "after {after}");
        assert_eq!(seen.iter().filter(|event| event.name == "end").count(), 1);
    }
}

#[tokio::test]
async fn a_session_can_be_followed_from_the_last_id() {
    let server = server(&[]).await;
    let mut seen = broken_off(&server, "k", 4).await;
    let session = seen[0].data["session"].as_str().unwrap().to_owned();
    let call = get(&format!("/v1/stream/{session}?after={}", seen.last().unwrap().id));
    seen.extend(call.open(server.at).await.events().await);
    assert_eq!(text(&seen), SAID);
    let over = get(&format!("/v1/stream/{session}")).header("last-event-id", &seen.last().unwrap().id);
    assert_eq!(server.send(&over).await.status, 204, "nothing follows the end");
}

#[tokio::test]
async fn an_answer_that_ended_meanwhile_is_still_there() {
    let server = server(&[]).await;
    let mut seen = broken_off(&server, "k", 3).await;
    let call = post("/v1/stream", &json!({ "message": SAID })).header("idempotency-key", "k");
    call.open(server.at).await.events().await;
    let call = call.header("last-event-id", &seen.last().unwrap().id);
    seen.extend(call.open(server.at).await.events().await);
    assert_eq!(text(&seen), SAID);
}

#[tokio::test]
async fn a_stream_that_cannot_go_on_begins_again_and_says_so() {
    let server = server(&[]).await;
    let seen = broken_off(&server, "k", 3).await;
    let session = seen[0].data["session"].as_str().unwrap();
    let call = get(&format!("/v1/stream/{session}")).header("last-event-id", "elsewhere-7");
    let events = call.open(server.at).await.events().await;
    assert_eq!(events[0].name, "reset");
    assert_eq!(text(&events), SAID);
}

#[tokio::test]
async fn an_id_that_is_none_is_refused() {
    let server = server(&[]).await;
    let call = post("/v1/stream", &json!({ "message": "hi" })).header("last-event-id", "nonsense");
    assert_eq!(server.send(&call).await.code(), (400, "invalid_event_id".into()));
}

/// Makes a store in which a message was taken in that no host has answered.
async fn left(text: &str) -> Arc<dyn Store> {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    store.open_session(&Session::new("s", Owner::default(), "default", 0)).await.unwrap();
    let posting = InboxMessage {
        id: "p".into(),
        session: "s".into(),
        key: "k".into(),
        digest: String::new(),
        agent: "default".into(),
        kind: RequestKind::Chat,
        channel: "http".into(),
        text: text.into(),
        ..InboxMessage::default()
    };
    store.accept(&posting).await.unwrap();
    store.begin_turn("p", 0).await.unwrap();
    store
}

#[tokio::test]
async fn one_who_only_looks_on_may_leave_and_the_turn_goes_on() {
    let store = left(SAID).await;
    let server = serving(host_on(Arc::clone(&store), &["limits.abandoned=10ms"]).await).await;
    let mut stream = get("/v1/stream/s").open(server.at).await;
    stream.event().await.expect("an event");
    drop(stream);
    while !store.unanswered().await.unwrap().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(store.turn("s", 1).await.unwrap().unwrap().response, SAID);
}
