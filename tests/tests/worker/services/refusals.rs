//! What a worker may not: the host checks it again, and believes nothing that the worker says of itself.

use super::back_to_back::{Pair, unchecked};
use super::prober::{Poor, Prober, ann, session, told};
use hookwire::cx::{
    HttpMethod, KvError, KvOwner, Missed, NewSchedule, ScheduleAction, SessionScope, Trigger,
};
use hookwire::points::ModelRequest;
use hookwire::remote::{RemoteError, encode};
use hookwire::test::{HttpAnswer, Kit};
use hookwire_worker::services::{
    Ask, Bytes, DirCall, HostLimits, HostReply, HostRequest, HttpCall, HttpCallBody, KvCall, NewFile,
    ScheduleCall, SessionsCall,
};
use serde_json::{Value, json};
use std::time::Duration;

const URL: &str = "https://api.example.com/";

async fn kit() -> Kit {
    Kit::of::<Prober>()
        .and::<Poor>()
        .identity(ann())
        .env("PROBER_KEY", "swordfish")
        .http(HttpMethod::Get, URL, HttpAnswer::bytes("hello"))
        .session(session("s1", "ann", 1), [])
        .session(session("theirs", "bob", 2), [])
        .tool("add", |_| Ok("added".into()))
        .start()
        .await
}

fn http() -> HostRequest {
    let body = HttpCallBody::Empty;
    let (timeout, max_bytes, max_redirects) = (None, None, None);
    let (method, url, headers) = (HttpMethod::Get, URL.into(), Vec::new());
    HostRequest::Http { call: HttpCall { method, url, headers, body, timeout, max_bytes, max_redirects } }
}

fn schedule(name: &str, action: ScheduleAction) -> HostRequest {
    let schedule = NewSchedule {
        name: name.into(),
        trigger: Trigger::Every(Duration::from_mins(1)),
        jitter: Duration::ZERO,
        action,
        max_runs: None,
        missed: Missed::default(),
        most: u64::MAX,
    };
    HostRequest::Schedule { call: ScheduleCall::Put { schedule } }
}

/// A request to each service that a plugin has to declare, with the capability.
fn requests() -> Vec<(&'static str, HostRequest)> {
    let files = vec![NewFile { name: "a".into(), mime: "a/b".into(), bytes: Bytes(vec![1]) }];
    let (scope, session) = (SessionScope::Caller, String::from("s1"));
    vec![
        ("net", http()),
        ("files", HostRequest::Dir { call: DirCall::List { path: String::new() } }),
        ("sessions", HostRequest::Sessions { scope, call: SessionsCall::List { before: None, limit: 1 } }),
        ("send", HostRequest::Send { scope, session, text: "hello".into(), files }),
        ("schedule", schedule("a", ScheduleAction::Prompt { text: "x".into() })),
        ("tool", HostRequest::Tool { tool: "add".into(), args: json!({}) }),
        ("model", HostRequest::Model { request: ModelRequest::new("script", Vec::new()) }),
    ]
}

#[tokio::test]
async fn the_host_refuses_what_the_plugin_does_not_declare_whatever_the_worker_checks() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    for (word, request) in requests() {
        let error = pair.ask(&cx, request).await.unwrap_err().to_string();
        let cure = format!("without declaring it; add `capabilities = [{word}]` to its `#[plugin(..)]`");
        assert!(error.starts_with("`poor` ") && error.ends_with(&cure), "{word}: {error}");
    }
    assert!(kit.http().sent().is_empty() && kit.sent().is_empty() && kit.schedules("poor").is_empty());
    // The same words reach the plugin, if it comes so far.
    let unchecked = unchecked(&ann(), pair.services(&cx)).await;
    let text = told("dir list", &unchecked).await;
    assert!(text.starts_with("Error: `poor` keeps files without declaring it"), "{text}");
}

#[tokio::test]
async fn the_plugin_that_asks_is_the_one_of_the_context() {
    let kit = kit().await;
    let cx = kit.cx_of("prober");
    let pair = Pair::of::<Prober>(&cx);
    for (word, request) in requests() {
        // The kit has no model.
        assert_eq!(pair.ask(&cx, request).await.is_ok(), word != "model", "{word}");
    }
    assert_eq!(kit.http().sent()[0].plugin, "prober");
    assert_eq!(kit.sent()[0].plugin, "prober");
    assert_eq!(kit.schedules("prober").len(), 1);
    // The context in the worker has no plugin, and the host writes the log in the name of its own.
    unchecked(&ann(), pair.services(&cx)).await.info("hello");
    let log = kit.logs().remove(0);
    assert_eq!(
        (log.plugin, log.user.as_deref(), log.session.as_deref()),
        ("prober", Some("ann"), Some("s1"))
    );
}

#[tokio::test]
async fn values_of_another_user_or_session_are_not_reached() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let get = |owner| HostRequest::Kv { owner, call: KvCall::Get { key: "a".into() } };
    let user = |tenant: &str, user: &str| KvOwner::User { tenant: tenant.into(), user: user.into() };
    for owner in
        [user("north", "bob"), user("south", "ann"), user("", "ann"), KvOwner::Session("theirs".into())]
    {
        let error = pair.ask(&cx, get(owner.clone())).await.unwrap_err();
        assert!(matches!(error, RemoteError::Forged { .. }), "{owner:?}: {error}");
    }
    for owner in [user("north", "ann"), KvOwner::Session("s1".into()), KvOwner::Plugin] {
        assert!(matches!(pair.ask(&cx, get(owner)).await, Ok(HostReply::KvValue { found: false, .. })));
    }
}

#[tokio::test]
async fn sessions_of_others_are_not_there_and_get_no_messages() {
    let kit = kit().await;
    let cx = kit.cx_of("prober");
    let pair = Pair::of::<Prober>(&cx);
    let scope = SessionScope::Caller;
    let session = || String::from("theirs");
    for request in [
        HostRequest::Sessions { scope, call: SessionsCall::Clear { session: session() } },
        HostRequest::Send { scope, session: session(), text: "hello".into(), files: Vec::new() },
    ] {
        let error = pair.ask(&cx, request).await.unwrap_err().to_string();
        assert_eq!(error, "there is no session `theirs`");
    }
    let message = ScheduleAction::Message { session: session(), text: "hello".into() };
    let error = pair.ask(&cx, schedule("a", message)).await.unwrap_err();
    assert!(matches!(error, RemoteError::Forged { .. }), "{error}");
}

#[tokio::test]
async fn limits_of_a_service_hold_in_the_host() {
    let kit = kit().await;
    let cx = kit.cx_of("prober");
    let pair = Pair::of::<Prober>(&cx);
    let set = |key: &str, value: Value| {
        let call = KvCall::Set { key: key.into(), value, time: None };
        HostRequest::Kv { owner: KvOwner::Plugin, call }
    };
    let error = pair.ask(&cx, set("a", json!("x".repeat(1 << 20)))).await.unwrap_err();
    assert!(matches!(error.downcast::<KvError>(), Ok(KvError::TooLarge { bytes: 1_048_578, .. })));
    let error = pair.ask(&cx, set("a\0", json!(1))).await.unwrap_err();
    assert!(matches!(error.downcast::<KvError>(), Ok(KvError::NoKey { .. })));
    let call = DirCall::Write { path: "../a".into(), contents: Bytes(vec![1]), append: false };
    let error = pair.ask(&cx, HostRequest::Dir { call }).await.unwrap_err().to_string();
    assert!(error.starts_with("\"../a\" is no path"), "{error}");
    // How many schedules there may be is not the worker's to say.
    for at in 0..=1000 {
        let event = ScheduleAction::Event { method: "look".into(), payload: Value::Null };
        assert_eq!(pair.ask(&cx, schedule(&at.to_string(), event)).await.is_ok(), at < 1000, "{at}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_worker_asks_so_often_and_with_so_much_at_once() {
    let kit = kit().await;
    let cx = kit.cx_of("prober");
    let mut limits = HostLimits::default();
    (limits.asks, limits.bytes) = (3, 100_000);
    let pair = Pair::with_limits::<Prober>(&cx, limits);
    let call = DirCall::Write { path: "a".into(), contents: Bytes(vec![1; 100_000]), append: false };
    let error = pair.ask(&cx, HostRequest::Dir { call }).await.unwrap_err().to_string();
    assert_eq!(error, "a plugin in a worker asks with more than 100000 bytes, the limit");
    for _ in 0..2 {
        pair.ask(&cx, http()).await.unwrap();
    }
    let error = pair.ask(&cx, http()).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "`prober` asks more than 3 times a second of its host, the limit (`limits.host_calls`)"
    );
}

#[tokio::test]
async fn what_nobody_can_read_is_refused_and_so_is_what_is_too_deep() {
    let kit = kit().await;
    let cx = kit.cx_of("prober");
    let pair = Pair::of::<Prober>(&cx);
    let mut deep = Value::Null;
    for _ in 0..600 {
        deep = json!([deep]);
    }
    let mut deep = encode(&HostRequest::Tool { tool: "add".into(), args: deep }).unwrap();
    deep.push(0);
    for body in [deep, vec![], vec![1], vec![9, 9, 0], vec![0x81, 0xa2, b'k', b'v', 0xc0, 0]] {
        let context = pair.host.open(&cx).unwrap();
        let error = pair.host.answer(context, Ask { body, stream: None }).await.unwrap_err();
        assert!(matches!(error, RemoteError::Protocol { .. }), "{error}");
    }
}
