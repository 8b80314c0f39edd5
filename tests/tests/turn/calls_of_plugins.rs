//! What plugins ask for in a turn is a part of the turn.

use crate::approvals::question;
use crate::calling;
use hookwire::points::{End, Message, MessageRole, ModelRequest, ToolCall, ToolGate, TurnComplete};
use hookwire::{Cx, Result, Verdict, plugin};
use hookwire_host::engine::store::Scope;
use hookwire_host::engine::{Event, Incoming};
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use serde_json::json;
use std::time::Duration;

/// Does through the host what it is told to do.
#[derive(Default)]
struct Broker;

#[plugin(id = "broker", capabilities = [tool, model])]
impl Broker {
    /// Has something said by another tool.
    #[tool]
    async fn relay(&self, text: String, cx: &Cx) -> Result<String> {
        Ok(cx.tool("echo", json!({ "text": text })).await?.text)
    }

    /// Asks a model again and again.
    #[tool]
    async fn ponder(&self, times: u32, cx: &Cx) -> Result<String> {
        for _ in 0..times {
            cx.model(ModelRequest::new("", [Message::new(MessageRole::User, "aside")])).await?;
        }
        Ok("pondered".into())
    }

    /// Goes on when the turn is over.
    #[hook("turn.complete")]
    fn later(&self, complete: &TurnComplete, cx: &Cx) {
        let (late, cx) = (complete.response == "late", cx.clone());
        tokio::spawn(async move {
            if late {
                // The end of the turn comes soon, and nothing of the turn tells a plugin of it.
                tokio::time::sleep(Duration::from_millis(50)).await;
                let _ = cx.tool("echo", json!({ "text": "too late" })).await;
            }
        });
    }
}

const RELAY: &str = r#"{ tool = "relay", args = { text = "hi" } }"#;

fn asks(call: &ToolCall, _: &Cx) -> Verdict {
    if call.tool == "echo" { Verdict::ask("is that wise?") } else { Verdict::Allow }
}

/// Plays one turn in which a model is asked by a plugin.
async fn pondering(times: u32, limits: &str) -> (TestHost, TurnEvents) {
    let script = format!(
        "[[scenes]]\non = \"aside\"\nsteps = [{{ text = \"Hm hm hm.\" }}]\n[[scenes]]\non = \"\"\n\
         steps = [{{ calls = [{{ tool = \"ponder\", args = {{ times = {times} }} }}] }}, {{ text = \"{{result}}\" }}]"
    );
    let setup = Setup::new(&script).plugin::<Broker>();
    let host = setup.config(&format!("[agents.default.limits]\n{limits}")).start().await;
    let heard = host.say("go").await;
    (host, heard)
}

#[tokio::test]
async fn a_question_of_a_plugin_is_shown_to_whom_the_turn_is_for() {
    let script = format!(
        "[[scenes]]\non = \"\"\nsteps = [{{ calls = [{{ tool = \"wait\", args = {{}} }}] }}, \
         {{ calls = [{RELAY}] }}, {{ text = \"{{result}}\" }}]"
    );
    let setup = Setup::new(&script).plugin::<Broker>().gate::<ToolGate>(asks);
    let host = setup.config("[approvals]\nexpire = \"10s\"").start().await;
    let mut first = host.agent().send(TestHost::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    host.log.until("wait", 1).await;
    // Another message of the session waits for its turn.
    let second = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    host.signal();
    let asked = question(&mut first).await;
    assert_eq!((asked.turn, &*asked.call.tool), (1, "echo"));
    host.answer(&asked, true, Scope::Once).await;
    assert_eq!(host.listen(first, true).await.outcome.response, "hi");
    // The yes was for one call: the next one is a question again.
    host.signal();
    let heard = host.listen(second, false).await;
    assert!(heard.outcome.response.contains("did not allow"), "{:?}", heard.outcome);
    assert_eq!(host.log.count("echo"), 1);
}

#[tokio::test]
async fn where_nobody_is_a_plugin_asks_nobody() {
    let host = calling(RELAY).plugin::<Broker>().gate::<ToolGate>(asks).start().await;
    let heard = host.send(Incoming { unattended: true, ..TestHost::message("go") }).await.unwrap();
    assert!(heard.outcome.response.contains("nobody is here"), "{:?}", heard.outcome);
    assert!(!heard.events.iter().any(|event| matches!(event, Event::Approval { .. })));
}

#[tokio::test]
async fn a_models_answers_to_plugins_are_steps_of_the_turn() {
    let (host, heard) = pondering(2, "steps = 4").await;
    TestHost::completed(&heard);
    assert_eq!(host.log.count("model.before"), 4);
    let (host, heard) = pondering(9, "steps = 4").await;
    assert!(heard.results()[0].contains("4 steps (limits.steps)"), "{:?}", heard.results());
    assert_eq!((heard.outcome.end, host.log.count("model.before")), (End::Limited, 4));
}

#[tokio::test]
async fn the_tokens_that_plugins_use_are_the_turns() {
    let (host, heard) = pondering(1, "tokens = 1000").await;
    let used: u64 = host.log.at("model.usage").iter().map(|it| it["output_tokens"].as_u64().unwrap()).sum();
    TestHost::completed(&heard);
    assert!(used > 3, "{used}");
    let (host, heard) = pondering(1_000, "tokens = 100\nsteps = 2000").await;
    assert!(heard.outcome.error.as_deref().unwrap().contains("100 tokens (limits.tokens)"), "{heard:?}");
    assert!(host.log.count("model.before") < 100);
}

#[tokio::test]
async fn the_time_that_a_human_takes_to_answer_a_plugin_is_not_the_turns() {
    let setup = calling(RELAY).plugin::<Broker>().gate::<ToolGate>(asks);
    let host = setup.config("[agents.default.limits]\ntime = \"150ms\"").start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let asked = question(&mut sent).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    host.answer(&asked, true, Scope::Once).await;
    let heard = host.listen(sent, true).await;
    assert_eq!((heard.outcome.end, &*heard.outcome.response), (End::Completed, "hi"));
}

#[tokio::test]
async fn the_calls_of_plugins_are_among_those_of_the_turn() {
    let host = calling(RELAY).plugin::<Broker>().start().await;
    TestHost::completed(&host.say("go").await);
    let tools = host.log.at("turn.complete")[0]["tools"].clone();
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|it| &it["report"]["call"]["tool"]).collect();
    assert_eq!(names, ["echo", "relay"]);
}

#[tokio::test]
async fn what_a_plugin_asks_for_behind_the_end_of_the_turn_is_no_part_of_it() {
    let host = calling(r#"{ tool = "echo", args = { text = "late" } }"#).plugin::<Broker>().start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let feed = sent.events.feed().clone();
    TestHost::completed(&host.listen(sent, true).await);
    host.log.until("tool.after", 2).await;
    let last = feed.read(feed.count() - 1).next().await;
    assert!(matches!(last, Some(Event::End(_))), "{last:?}");
    assert_eq!(host.log.count("echo"), 2);
}
