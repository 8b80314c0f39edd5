//! Plugins that keep a thread, as a client sees it.

#![allow(clippy::unused_async, reason = "a handler is async")]

use crate::server::{TestServer, host_with, serving};
use crate::wire::{get, post};
use hookwire::plugin;
use hookwire::plugin::Plugin;
use hookwire::points::MessageReceived;
use hookwire::routes::Router;
use hookwire::routes::axum::routing::get as on_get;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(5);

fn block(until: &AtomicBool) {
    let since = Instant::now();
    while !until.load(Ordering::SeqCst) && since.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(1));
    }
}

struct LetGo(&'static AtomicBool);

impl Drop for LetGo {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

static GO: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct Keeper;

#[plugin(id = "keeper", capabilities = [routes])]
impl Keeper {
    #[routes(timeout = "100ms")]
    fn routes(&self) -> Router {
        Router::new().route("/keep", on_get(|| async { block(&GO) }))
    }
}

static GO_HOOK: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct KeepingHook;

#[plugin(id = "keeping-hook")]
impl KeepingHook {
    #[hook("message.received", timeout = "100ms")]
    fn received(&self, _: &MessageReceived) {
        block(&GO_HOOK);
    }
}

async fn server() -> TestServer {
    serving(host_with(&[Keeper::MANIFEST, KeepingHook::MANIFEST], &[]).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_route_and_a_message_that_plugins_keep_are_answered_and_the_host_is_ready() {
    let (_let_go, _let_hook_go) = (LetGo(&GO), LetGo(&GO_HOOK));
    let server = server().await;
    let kept = timeout(SOON, server.send(&get("/plugins/keeper/keep"))).await.expect("an answer in time");
    assert_eq!(kept.status, 504, "{}", kept.text());
    let chat = post("/v1/chat", &json!({ "message": "hi" }));
    let failed = timeout(SOON, server.send(&chat)).await.expect("an answer in time");
    assert!(failed.text().contains("`keeping-hook`"), "{}", failed.text());
    // Not the hook's any more; and the script answers.
    let next = timeout(SOON, server.send(&chat)).await.expect("an answer in time");
    assert_eq!(next.status, 200, "{}", next.text());
    assert!(!next.text().contains("`keeping-hook`"), "{}", next.text());
    let off = timeout(SOON, server.send(&get("/plugins/keeper/keep"))).await.expect("an answer in time");
    assert!(matches!(off.status, 404 | 503), "{}", off.text());
    assert_eq!(server.send(&get("/ready")).await.status, 200);
}

static GO_ALL: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct KeepingAll;

#[plugin(id = "keeping-all")]
impl KeepingAll {
    #[hook("message.received", timeout = "100ms")]
    fn received(&self, _: &MessageReceived) {
        block(&GO_ALL);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_with_one_thread_left_is_not_ready() {
    let _let_go = LetGo(&GO_ALL);
    let server = serving(host_with(&[KeepingAll::MANIFEST], &[]).await).await;
    let chat = post("/v1/chat", &json!({ "message": "hi" }));
    let failed = timeout(SOON, server.send(&chat)).await.expect("an answer in time");
    assert!(failed.text().contains("`keeping-all`"), "{}", failed.text());
    let ready = timeout(SOON, server.send(&get("/ready"))).await.expect("an answer in time");
    assert_eq!(ready.code(), (503, "starved".into()));
    GO_ALL.store(true, Ordering::SeqCst);
}
