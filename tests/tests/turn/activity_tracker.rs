//! `activity-tracker` has its own store, opened and closed with it: what one host has recorded the next one shows.

use crate::calling;
use hookwire_activity_tracker::ActivityTracker;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Memory, Owner, Store};
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use std::sync::Arc;

fn setup(store: &Arc<dyn Store>) -> Setup {
    let tools = r#"{ tool = "echo", args = { text = "hi" } }, { tool = "fail", args = {} }"#;
    calling(tools).plugin::<ActivityTracker>().store(store)
}

async fn send(host: &TestHost, user: &str, session: Option<&str>, text: &str) -> TurnEvents {
    let owner = Owner { tenant: "acme".into(), user: user.into() };
    let session = session.map(str::to_owned);
    host.send(Incoming { owner, session, ..TestHost::message(text) }).await.unwrap()
}

/// Returns what somebody is shown, the latest first, without times.
async fn shown(host: &TestHost, user: &str) -> Vec<String> {
    let text = send(host, user, None, "/activity").await.outcome.response;
    let what = |line: &str| {
        let (_, what) = line.split_once(": ").expect("who, and what");
        what.split([',', ':']).next().unwrap_or_default().to_owned()
    };
    text.lines().skip(1).map(what).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_turn_did_is_recorded_and_there_in_the_next_host() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = setup(&store).start().await;
    let session = send(&host, "ann", None, "hello").await.session().to_owned();
    let turn = ["turn 1 ended", "tool `fail` failed", "tool `echo`", "turn 1 began", "a session began"];
    assert_eq!(shown(&host, "ann").await, turn);
    assert_eq!(shown(&host, "bob").await, [""; 0]);
    send(&host, "ann", Some(&session), "/new").await;
    let all = [&["a session ended"], &turn[..]].concat();
    assert_eq!(shown(&host, "ann").await, all);
    host.stop().await;

    let host = setup(&store).start().await;
    assert_eq!(shown(&host, "ann").await, all);
    host.stop().await;
}
