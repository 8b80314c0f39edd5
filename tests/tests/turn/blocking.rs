//! Hooks that keep a thread past their time-out: who waits is answered, and the host goes on without the plugin.

use crate::{calling, saying};
use hookwire::live::Status;
use hookwire::points::{End, Inbound, MessageReceived, MessageSent, ToolCall};
use hookwire::{Verdict, plugin};
use hookwire_host::engine::store::TurnStatus;
use hookwire_host::engine::{Outcome, SendError};
use hookwire_tests::test_host::TestHost;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// The time-out of the hooks is 100 ms; the grace, the watchdog's ticks and a busy machine come on top.
const SOON: Duration = Duration::from_secs(5);

/// Keeps the thread busy until it is let go, or until no test waits any more.
fn spin(until: &AtomicBool) {
    let since = Instant::now();
    while !until.load(Ordering::SeqCst) && since.elapsed() < Duration::from_mins(1) {
        std::hint::spin_loop();
    }
}

/// Lets go of a hook at the end of a test, however that ends.
struct LetGo(&'static AtomicBool);

impl Drop for LetGo {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

async fn say(host: &TestHost, text: &str) -> Outcome {
    let sent =
        async { host.agent().send(TestHost::message(text)).await.expect("it is taken in").outcome().await };
    timeout(SOON, sent).await.expect("an answer in time")
}

fn status(host: &TestHost, plugin: &str) -> Status {
    let all = host.agent().plugins().status();
    all.into_iter().find(|(id, _)| *id == plugin).expect("the plugin").1
}

/// Waits until a plugin is taken off, and returns why.
async fn why_off(host: &TestHost, plugin: &str) -> String {
    let off = async {
        loop {
            if let Status::Failed(why) = status(host, plugin) {
                return why;
            }
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(SOON, off).await.expect("the plugin is taken off")
}

static GO_RECEIVED: AtomicBool = AtomicBool::new(false);
static RECEIVED: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
struct Endless;

#[plugin(id = "endless-received")]
impl Endless {
    #[hook("message.received", timeout = "100ms")]
    fn received(&self, message: &MessageReceived) {
        RECEIVED.fetch_add(1, Ordering::SeqCst);
        if message.text.contains("loop") {
            spin(&GO_RECEIVED);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_turn_that_a_hook_keeps_ends_and_the_host_goes_on_without_the_plugin() {
    let host = saying("hello").plugin::<Endless>().start().await;
    let _let_go = LetGo(&GO_RECEIVED);
    let ended = say(&host, "loop").await;
    assert_eq!(ended.end, End::Failed);
    let why = ended.error.clone().expect("an error");
    assert!(why.contains("hook `received` of `endless-received` at `message.received`"), "{why}");
    assert!(why_off(&host, "endless-received").await.contains("keeps a thread"));
    assert_eq!(host.agent().stuck_threads().len(), 1);
    assert!(!host.agent().is_starved());

    // The same session and others go on, and nobody calls the hook any more.
    let session = ended.session.clone().expect("a session");
    let next = host.agent().send(TestHost::reply(&session, "loop again")).await.expect("it is taken in");
    let next = timeout(SOON, next.outcome()).await.expect("an answer in time");
    assert_eq!((next.end, &*next.response), (End::Completed, "hello"));
    assert_eq!(say(&host, "loop elsewhere").await.end, End::Completed);
    assert_eq!(RECEIVED.load(Ordering::SeqCst), 1);

    // What the task does when it comes back does not count.
    GO_RECEIVED.store(true, Ordering::SeqCst);
    let free = async {
        while !host.agent().stuck_threads().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(SOON, free).await.expect("the thread is free");
    let turns = host.store.turns(&session).await.expect("a store");
    assert_eq!(turns.len(), 2);
    assert_eq!((turns[0].state, turns[0].error.as_deref()), (TurnStatus::Ended(End::Failed), Some(&*why)));
    assert_eq!(host.store.unanswered().await.expect("a store").len(), 0);

    // The operator has the last word.
    host.agent().plugins().enable("endless-received").await.expect("it starts");
    assert_eq!(say(&host, "hi").await.end, End::Completed);
    assert_eq!(RECEIVED.load(Ordering::SeqCst), 2);
    host.stop().await;
}

static GO_GATE: AtomicBool = AtomicBool::new(false);
static JUDGED: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
struct EndlessGate;

#[plugin(id = "endless-gate")]
impl EndlessGate {
    #[hook("tool.gate", timeout = "100ms")]
    fn judge(&self, _: &ToolCall) -> Verdict {
        JUDGED.fetch_add(1, Ordering::SeqCst);
        spin(&GO_GATE);
        Verdict::Allow
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_gate_that_keeps_a_thread_refuses_from_then_on() {
    let host = calling(r#"{ tool = "echo", args = { text = "let through" } }"#)
        .plugin::<EndlessGate>()
        .start()
        .await;
    let let_go = LetGo(&GO_GATE);
    let ended = say(&host, "call").await;
    assert_eq!(ended.end, End::Failed);
    assert!(ended.error.expect("an error").contains("`endless-gate`"));
    why_off(&host, "endless-gate").await;
    let refused = say(&host, "call").await;
    assert_eq!(refused.end, End::Completed);
    assert!(
        refused.response.contains("denied by `endless-gate`: its gate was suspended"),
        "{}",
        refused.response
    );
    assert_eq!(JUDGED.load(Ordering::SeqCst), 1);
    // The gate lets the call pass when it comes back; its turn is over.
    drop(let_go);
    sleep(Duration::from_millis(200)).await;
    let log = host.stop().await;
    assert_eq!(log.count("echo"), 0, "a tool ran behind a gate that was given up");
}

static GO_INBOUND: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct EndlessInbound;

#[plugin(id = "endless-inbound")]
impl EndlessInbound {
    #[hook("inbound.received", timeout = "100ms", on_failure = "open")]
    fn inbound(&self, _: &mut Inbound) {
        spin(&GO_INBOUND);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sender_is_answered_whose_message_a_hook_keeps_before_it_is_accepted() {
    let host = saying("hello").plugin::<EndlessInbound>().start().await;
    let _let_go = LetGo(&GO_INBOUND);
    let sent = timeout(SOON, host.agent().send(TestHost::message("hi"))).await.expect("an answer in time");
    let Err(SendError::Blocked(why)) = sent else { panic!("{sent:?}") };
    assert!(why.contains("`endless-inbound`"), "{why}");
    why_off(&host, "endless-inbound").await;
    assert_eq!(say(&host, "hi").await.response, "hello");
    GO_INBOUND.store(true, Ordering::SeqCst);
    host.stop().await;
}

static GO_SENT: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct EndlessSent;

#[plugin(id = "endless-sent")]
impl EndlessSent {
    #[hook("message.sent", timeout = "100ms")]
    fn sent(&self, _: &MessageSent) {
        spin(&GO_SENT);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_observer_of_the_end_that_keeps_a_thread_holds_up_no_next_turn() {
    let host = saying("hello").plugin::<EndlessSent>().start().await;
    let _let_go = LetGo(&GO_SENT);
    let first = say(&host, "hi").await;
    assert_eq!((first.end, &*first.response), (End::Completed, "hello"));
    let session = first.session.expect("a session");
    let next = host.agent().send(TestHost::reply(&session, "and?")).await.expect("it is taken in");
    assert_eq!(timeout(SOON, next.outcome()).await.expect("an answer in time").end, End::Completed);
    let idle = host.agent().wait_until_session_idle(&session);
    timeout(SOON, idle).await.expect("nothing of the session is left in time");
    assert_eq!(host.store.unanswered().await.expect("a store").len(), 0);
    assert_eq!(host.store.unnotified().await.expect("a store").len(), 0);
    GO_SENT.store(true, Ordering::SeqCst);
    host.stop().await;
}
