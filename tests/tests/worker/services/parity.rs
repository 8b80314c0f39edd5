//! A plugin sees the same in a worker as it does in the host's process.

use super::back_to_back::in_worker;
use super::prober::{BROKEN, Prober, STEPS, URL, ann, session};
use hookwire::Plugins;
use hookwire::cx::{Cancel, HttpMethod, LogRecord};
use hookwire::model::Scripted;
use hookwire::points::{Message, MessageRole};
use hookwire::test::{HttpAnswer, HttpSent, Kit, SentMessage};

async fn kit() -> Kit {
    let json = HttpAnswer::json(&["a", "b"]).header("X-Kind", "small").header("x-kind", "large");
    Kit::of::<Prober>()
        .identity(ann())
        .env("PROBER_KEY", "swordfish")
        .http(HttpMethod::Get, URL, json.clone())
        .http(HttpMethod::Get, &format!("{URL}&q=a+b"), json)
        .http(HttpMethod::Post, URL, HttpAnswer::status(201))
        .http(HttpMethod::Put, URL, HttpAnswer::bytes(vec![1; 100_000]).piece(vec![2; 7]))
        .http(HttpMethod::Delete, BROKEN, HttpAnswer::failure("nobody is there"))
        .http(HttpMethod::Get, BROKEN, HttpAnswer::failure("it broke off").piece("begin"))
        .session(
            session("s1", "ann", 10),
            [Message::new(MessageRole::User, "hi"), Message::new(MessageRole::Assistant, "hello")],
        )
        .session(session("s2", "ann", 3), [])
        .session(session("theirs", "bob", 20), [Message::new(MessageRole::User, "secret")])
        .tool("add", |args| Ok(args.to_string()))
        .model(Scripted::echo())
        .start()
        .await
}

/// What a host has when all steps are done.
fn effects(kit: &Kit) -> (Vec<HttpSent>, Vec<SentMessage>, Vec<LogRecord>, Vec<String>) {
    (kit.http().sent(), kit.sent(), kit.logs(), kit.sessions().cleared())
}

async fn run(plugins: &Plugins, step: &str) -> String {
    let wiring = plugins.wiring("default", hookwire::Role::Agent);
    let cx = plugins.cx(ann(), Cancel::default(), None);
    wiring.command("do", step, &cx).await.unwrap().unwrap().text
}

#[tokio::test]
async fn a_plugin_gets_the_same_values_and_errors_from_every_service() {
    let (inline, host) = (kit().await, kit().await);
    let worker = in_worker::<Prober>(&host).await;
    for step in STEPS {
        let expected = inline.command("/do", step).await.unwrap().text;
        assert_eq!(run(&worker, step).await, expected, "{step}");
    }
    assert_eq!(effects(&host), effects(&inline));
}

#[tokio::test]
async fn the_steps_do_what_their_names_say() {
    let kit = kit().await;
    for (step, begin) in [
        ("kv get as number", "ok: None"),
        ("kv too large", "KvError: the value `large` cannot be kept: it has 1048578 bytes"),
        ("dir wrong path", "DirError: \"../a\" is no path"),
        ("dir write too large", "DirError: `larger` has 67108865 bytes"),
        ("http failure", "HttpError: `broken.example.com` cannot be asked: nobody is there"),
        ("http limit", "HttpError: the answer of `api.example.com` has more than 3 bytes"),
        ("sessions messages none", "SessionsError: there is no session `theirs`"),
        ("send wrong name", "OutboxError: the file name \"a/b.csv\" cannot be sent"),
        ("send nowhere", "OutboxError: there is no session `theirs`"),
        ("render wrong", "RenderError: "),
        ("schedule wrong", "ok: ScheduleError: \"\" is no name"),
        ("tool unknown", "Error: the test has no tool `subtract`"),
        ("model", "ok: ModelResponse"),
        ("env", "ok: swordfish true"),
    ] {
        let text = kit.command("/do", step).await.unwrap().text;
        assert!(text.starts_with(begin), "{step}: {text}");
    }
}
