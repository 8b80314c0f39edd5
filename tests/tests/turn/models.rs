//! Models that are asked too often, fail, break off, stay silent or panic.

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use hookwire::model::{Finish, Model, ModelError, Piece};
use hookwire::points::{End, ModelBefore, ModelRequest, ModelThinking, ToolCall};
use hookwire::{Cx, plugin};
use hookwire_host::engine::Event;
use hookwire_tests::test_host::{Setup, TestHost};
use serde_json::json;
use std::sync::Arc;

const QUICK: &str =
    "[agents.default.retry]\nattempts = 3\nfirst = \"1ms\"\nlongest = \"50ms\"\nsilence = \"50ms\"";

fn failing(step: &str) -> Setup {
    Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{{ text = \"I am fine.\", {step} }}]")).config(QUICK)
}

#[tokio::test]
async fn a_model_that_is_asked_too_often_is_asked_again_when_it_says() {
    let host = failing("fail = [{ status = 429, retry_after_ms = 7 }]").start().await;
    let heard = host.say("hello").await;
    assert_eq!(heard.outcome.response, "I am fine.");
    let limit = json!({ "model": "script", "retry_after_ms": 7, "attempt": 1, "max_attempts": 3 });
    assert_eq!(host.log.at("model.rate_limit"), [limit]);
    let retry = &host.log.at("model.retry")[0];
    assert_eq!(
        (&retry["attempt"], &retry["max_attempts"], &retry["wait_ms"]),
        (&2.into(), &3.into(), &7.into())
    );
    assert!(retry["error"].as_str().unwrap().contains("asked too often"), "{retry}");
    assert!(heard.events.iter().any(|event| matches!(event, Event::Notice { .. })));
}

#[tokio::test]
async fn a_model_that_wants_too_much_patience_is_not_asked_again() {
    let host = failing("fail = [{ status = 429, retry_after_ms = 2000 }]").start().await;
    let heard = host.say("hello").await;
    assert_eq!(heard.outcome.end, End::Failed);
    assert_eq!((host.log.count("model.retry"), host.log.count("model.exhausted")), (0, 1));
}

#[tokio::test]
async fn a_model_that_fails_is_asked_as_often_as_it_may_be() {
    let host = failing("fail = [{ status = 500 }, { status = 503 }, { status = 500 }]").start().await;
    let heard = host.say("hello").await;
    assert_eq!(heard.outcome.end, End::Failed);
    assert!(heard.outcome.error.as_deref().unwrap().contains("status 500"), "{:?}", heard.outcome);
    let attempts: Vec<_> = host.log.at("model.retry").iter().map(|it| it["attempt"].clone()).collect();
    assert_eq!(attempts, [2, 3]);
    let causes = host.log.at("model.retry");
    let causes: Vec<_> =
        causes.iter().map(|it| (it["error_kind"].as_str().unwrap(), &it["status"])).collect();
    assert_eq!(causes, [("unavailable", &json!(500)), ("unavailable", &json!(503))]);
    let exhausted = &host.log.at("model.exhausted")[0];
    assert_eq!((&exhausted["model"], &exhausted["attempts"]), (&"script".into(), &3.into()));
    assert!(exhausted["error"].as_str().unwrap().contains("status 500"));
    assert_eq!((&exhausted["error_kind"], &exhausted["status"]), (&"unavailable".into(), &500.into()));
    assert_eq!(host.lines(heard.session()).await, ["User: hello"]);
}

#[tokio::test]
async fn a_model_that_refuses_is_not_asked_again() {
    let host = failing("fail = [{ status = 400 }]").start().await;
    assert_eq!(host.say("hello").await.outcome.end, End::Failed);
    assert_eq!((host.log.count("model.retry"), host.log.count("model.exhausted")), (0, 1));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_taken_back_before_it_comes_again() {
    let host = failing("cut_after = 2").start().await;
    let heard = host.say("hello").await;
    assert_eq!(heard.outcome.end, End::Failed);
    assert!(heard.outcome.error.as_deref().unwrap().contains("cut off"), "{:?}", heard.outcome);
    let restarts = heard.events.iter().filter(|event| **event == Event::Restart).count();
    assert_eq!((restarts, heard.shown()), (2, "I am ".into()));
}

/// Brings models that misbehave, and one that does not.
#[derive(Default)]
struct Zoo;

#[plugin(id = "zoo")]
impl Zoo {
    /// Opens animals.
    #[model("zoo")]
    fn open(&self, name: &str) -> Arc<dyn Model> {
        Arc::new(Animal(name.to_owned()))
    }
}

struct Animal(String);

/// The payload of a panic that panics once more when it is dropped.
struct Biting;

impl Drop for Biting {
    fn drop(&mut self) {
        panic!("it bites");
    }
}

impl Model for Animal {
    fn stream<'a>(&'a self, _: &'a ModelRequest, _: &'a Cx) -> BoxStream<'a, Result<Piece, ModelError>> {
        let text = |text: &str| Ok(Piece::Text(text.into()));
        let end = || Ok(Piece::End { finish: Finish::Stop, usage: None });
        match &*self.0 {
            "sloth" => stream::pending().boxed(),
            "hedgehog" => panic!("it rolled up"),
            "adder" => std::panic::panic_any(Biting),
            "cuckoo" => stream::iter([text("cuc")]).chain(stream::once(async { panic!("it flew") })).boxed(),
            "parrot" => stream::repeat_with(move || text(&"more and more ".repeat(100))).boxed(),
            "owl" => stream::repeat_with(|| Ok(Piece::Thinking("hm ".repeat(400)))).boxed(),
            "hen" => stream::repeat_with(|| Ok(Piece::Call(ToolCall::new("lay", json!({}))))).boxed(),
            "fish" => stream::iter([text(" "), end()]).boxed(),
            "dog" => stream::iter([text("woof"), end()]).boxed(),
            "cat" => stream::iter([text("me"), Err(ModelError::Malformed("a mouse".into()))]).boxed(),
            other => stream::iter([Err(ModelError::Refused(format!("there is no {other}").into()))]).boxed(),
        }
    }
}

async fn zoo(model: &str) -> (TestHost, hookwire_tests::test_host::TurnEvents) {
    let agent = format!("[agents.default]\nmodel = \"{model}\"\nfallback = [\"zoo/dog\"]\n{QUICK}");
    let agent = agent + "\n[agents.default.limits]\nanswer_bytes = 100000";
    let host = Setup::new("").config(&agent).plugin::<Zoo>().start().await;
    let heard = host.say("hello").await;
    (host, heard)
}

#[tokio::test]
async fn whatever_a_model_does_the_next_one_is_asked() {
    let words = [
        ("zoo/sloth", "silent", 2),
        ("zoo/hedgehog", "it rolled up", 0),
        ("zoo/adder", "a panic with a payload that is no text", 0),
        ("zoo/cuckoo", "it flew", 0),
        ("zoo/cat", "a mouse", 2),
        ("zoo/parrot", "longer than 100000 bytes (limits.answer_bytes)", 2),
        ("zoo/owl", "longer than 100000 bytes (limits.answer_bytes)", 2),
        ("zoo/hen", "longer than 100000 bytes (limits.answer_bytes)", 2),
        ("zoo/fish", "it is empty", 2),
        ("zoo/unicorn", "no unicorn", 0),
    ];
    for (model, word, retries) in words {
        let (host, heard) = zoo(model).await;
        assert_eq!((&*heard.outcome.response, heard.shown()), ("woof", "woof".into()), "{model}");
        assert_eq!(host.log.at("model.fallback"), [json!({ "from": model, "to": "zoo/dog" })]);
        assert_eq!(
            (host.log.count("model.retry"), host.log.count("model.exhausted")),
            (retries, 0),
            "{model}"
        );
        let told = |event: &Event| matches!(event, Event::Notice { text } if text.contains(word));
        assert!(heard.events.iter().any(told), "{model}: {:?}", heard.events);
    }
}

#[tokio::test]
async fn a_model_that_a_hook_wants_and_nothing_brings_has_the_next_one_asked() {
    let setup = Setup::new("").config("[agents.default]\nfallback = [\"zoo/dog\"]").plugin::<Zoo>();
    let setup = setup.edit::<ModelBefore>(|request, _| {
        request.model = "moon/calf".into();
        Ok(())
    });
    let heard = setup.start().await.say("hello").await;
    assert_eq!(heard.outcome.response, "woof");
    let told = |event: &Event| matches!(event, Event::Notice { text } if text.contains("there is no model `moon/calf`"));
    assert!(heard.events.iter().any(told), "{:?}", heard.events);
}

#[tokio::test]
async fn the_usage_of_each_call_is_told_and_so_is_the_models_reasoning() {
    let script = "[[scenes]]\non = \"\"\nsteps = [{ thinking = \"Hm hm\", text = \"Yes\", pace_ms = 5 }]";
    let host = Setup::new(script).start().await;
    let heard = host.say("hello").await;
    let pieces = [("Hm ", false), ("hm", false), ("", true)];
    let pieces = pieces.map(|(text, last)| json!({ "text": text, "last": last }));
    assert_eq!(host.log.at("model.thinking"), pieces);
    let usage = &host.log.at("model.usage")[0];
    assert_eq!((&usage["model"], &usage["output_tokens"]), (&"script".into(), &3.into()));
    assert!(usage["duration_ms"].as_u64() >= Some(5), "{usage}");
    let complete = &host.log.at("turn.complete")[0];
    assert!(complete["thinking_ms"].as_u64() >= Some(5), "{complete}");
    assert!(
        heard.events.contains(&Event::Thinking { text: "hm".into() })
            || heard.events.contains(&Event::Thinking { text: "Hm ".into() })
    );
}

#[tokio::test]
async fn a_hook_changes_reasoning_before_anybody_sees_it() {
    let script = "[[scenes]]\non = \"\"\nsteps = [{ thinking = \"the secret plan\", text = \"Yes\" }]";
    let mask = |thinking: &mut ModelThinking, _: &_| {
        thinking.text = thinking.text.replace("secret", "…");
        Ok(())
    };
    let host = Setup::new(script).edit::<ModelThinking>(mask).start().await;
    let heard = host.say("hello").await;
    let thought = |event: &Event| match event {
        Event::Thinking { text } => text.clone(),
        _ => String::new(),
    };
    assert_eq!(heard.events.iter().map(thought).collect::<String>(), "the … plan");
    let stored = host.store.messages(heard.session(), 0, 10).await.unwrap();
    let stored = format!("{stored:?} {:?}", host.log.at("model.after"));
    assert!(stored.contains("the … plan") && !stored.contains("secret"), "{stored}");
}

#[tokio::test]
async fn the_first_wait_is_the_one_of_the_configuration() {
    let config = "[agents.default.retry]\nattempts = 2\nfirst = \"20ms\"";
    let script = "[[scenes]]\non = \"\"\nsteps = [{ text = \"well\", fail = [{ status = 500 }] }]";
    let host = Setup::new(script).config(config).start().await;
    TestHost::completed(&host.say("hello").await);
    let wait = host.log.at("model.retry")[0]["wait_ms"].as_u64().unwrap();
    assert!((15..=25).contains(&wait), "{wait} ms, not 20 give or take a quarter");
}

#[tokio::test]
async fn the_model_is_asked_with_the_system_prompt_and_parameters_of_its_agent() {
    let config = "[agents.default]\nsystem = \"Be brief.\"\nparameters = { temperature = 0.25 }";
    let host = Setup::new("").config(config).start().await;
    host.say("hello").await;
    let request = &host.log.at("model.before")[0];
    assert_eq!(
        (&request["system"], &request["parameters"]),
        (&json!("Be brief."), &json!({ "temperature": 0.25 }))
    );
}
