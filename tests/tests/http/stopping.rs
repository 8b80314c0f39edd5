//! A host that stops finishes what it began.

use crate::server::{host, host_on, server, serving};
use crate::wire::{call, get, post, text};
use hookwire_host::engine::Incoming;
use hookwire_host::http::{self, HttpError};
use hookwire_host::store::{Location, open};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use std::future::pending;

const SAID: &str = "slow and steady wins the race that nobody runs";

#[tokio::test]
async fn a_slow_turn_is_finished_and_its_stream_ends_properly() {
    let server = server(&[]).await;
    let at = server.at;
    let mut stream = post("/v1/stream", &json!({ "message": SAID })).open(at).await;
    let mut events = vec![stream.event().await.expect("an event")];
    let (ended, host) = server.stop();
    while let Some(event) = stream.event().await {
        events.push(event);
    }
    assert_eq!((text(&events).as_str(), events.last().unwrap().name.as_str()), (SAID, "end"));
    ended.await.unwrap().expect("a clean end");
    assert!(tokio::net::TcpStream::connect(at).await.is_err(), "nobody listens any more");
    assert!(host.stop("the test is over").await.is_empty());
}

#[tokio::test]
async fn a_turn_that_takes_longer_than_the_grace_leaves_its_stream_with_a_word() {
    let server = server(&["limits.grace=50ms"]).await;
    let mut stream = post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await;
    stream.event().await.expect("an event");
    let (ended, _host) = server.stop();
    let mut blocks = Vec::new();
    while let Some(block) = stream.block().await {
        blocks.push(block);
    }
    assert!(blocks.last().unwrap().contains("come back with Last-Event-ID"), "{blocks:?}");
    ended.await.unwrap().expect("a clean end");
}

#[tokio::test]
async fn who_waits_for_a_turn_that_takes_longer_is_told_to_come_back() {
    let openai = json!({ "model": "default", "messages": [{ "role": "user", "content": "forever" }] });
    let (chat, key) = (json!({ "message": "forever" }), "idempotency-key");
    for call in [post("/v1/chat", &chat).header(key, "k"), post("/v1/chat/completions", &openai)] {
        let server = server(&["limits.grace=50ms"]).await;
        let at = server.at;
        let client = tokio::spawn(async move { call.send(at).await });
        while server.send(&get("/v1/sessions")).await.json()["sessions"] == json!([]) {
            tokio::task::yield_now().await;
        }
        let (ended, _host) = server.stop();
        let refused = client.await.unwrap();
        assert_eq!(refused.code(), (503, "stopping".into()));
        assert!(refused.header("retry-after").is_some());
        ended.await.unwrap().expect("a clean end");
    }
}

#[tokio::test]
async fn a_turn_that_waits_for_a_human_is_not_waited_for() {
    let server = server(&["limits.grace=1d", "approvals.expire=2d"]).await;
    let store = std::sync::Arc::clone(server.agent.store());
    let mut stream = post("/v1/stream", &json!({ "message": "shred it" })).open(server.at).await;
    while stream.event().await.expect("an event").name != "approval" {}
    let (ended, host) = server.stop();
    ended.await.unwrap().expect("a clean end");
    assert!(host.stop("the test is over").await.is_empty());
    assert!(stream.block().await.unwrap().contains("come back with Last-Event-ID"));
    assert_eq!(store.unanswered().await.unwrap().len(), 1, "it goes on with the next start");
}

#[tokio::test(start_paused = true)]
async fn the_time_to_finish_is_given_once() {
    let host = host(&["limits.grace=20s"]).await;
    let message = Incoming { message: "forever".into(), channel: "http".into(), ..Incoming::default() };
    let sent = host.engine().send(message).await.expect("it is taken in");
    let since = tokio::time::Instant::now();
    assert!(!host.engine().finish(host.engine().options().limits.grace.0).await);
    host.stop().await;
    // By the clock of the runtime, which nothing but the waiting moves on.
    assert_eq!(since.elapsed().as_secs(), 20);
    drop(sent);
}

#[tokio::test]
async fn a_host_that_stops_is_not_ready() {
    let server = serving(host(&[]).await).await;
    assert_eq!(server.send(&get("/ready")).await.status, 200);
    assert_eq!(server.send(&get("/health")).await.json()["status"], "ok");
    server.agent.finish(std::time::Duration::ZERO).await;
    assert_eq!(server.send(&get("/ready")).await.code(), (503, "stopping".into()));
    let refused = server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await;
    assert_eq!(refused.code(), (503, "stopping".into()));
    assert!(refused.header("retry-after").is_some());
    assert_eq!(server.send(&call("GET", "/health")).await.status, 200);
}

#[tokio::test]
async fn a_port_that_is_taken_and_an_address_that_is_none_are_told() {
    let server = server(&[]).await;
    let mut options = server.http.clone();
    options.listen = server.at.to_string();
    let taken = http::bind(&options).await.expect_err("a taken port").to_string();
    assert!(taken.starts_with(&format!("another program listens at {}", server.at)), "{taken}");
    for wrong in ["nonsense", "127.0.0.1:99999", "127.0.0.1", "no.such.host.invalid:80"] {
        options.listen = wrong.into();
        assert!(matches!(http::bind(&options).await, Err(HttpError::Address(_))), "{wrong}");
    }
}

#[tokio::test]
async fn elsewhere_the_door_opens_only_with_a_token() {
    let host = host(&["http.listen=0.0.0.0:0"]).await;
    let agent = host.engine();
    let listener = http::bind(host.http()).await.unwrap();
    let refused = http::serve(agent.clone(), host.http().clone(), listener, pending())
        .await
        .expect_err("a refusal")
        .to_string();
    assert!(refused.ends_with("make one first: hookwire tokens add NAME"), "{refused}");
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_told_with_a_time_to_come_back() {
    let data = std::env::temp_dir().join(format!("hookwire-http-held-{}", uuid::Uuid::now_v7()));
    let store = open(&Location::Folder(data.clone())).await.unwrap();
    let server = serving(host_on(store, &[]).await).await;
    let file = SqliteConnectOptions::new().filename(data.join("hookwire.db"));
    let mut other = file.connect().await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    let (chat, ready) = (post("/v1/chat", &json!({ "message": "hi" })), get("/ready"));
    let (chat, ready) = tokio::join!(server.send(&chat), server.send(&ready));
    for refused in [chat, ready] {
        assert_eq!(refused.code(), (503, "store".into()));
        assert!(refused.header("retry-after").is_some());
    }
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(server.send(&get("/ready")).await.status, 200);
    let _ = std::fs::remove_dir_all(data);
}
