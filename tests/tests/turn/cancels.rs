//! Turns that nobody wants any more.

use crate::calling;
use hookwire::Verdict;
use hookwire::points::{End, ToolGate};
use hookwire_host::engine::store::{ApprovalState, Scope};
use hookwire_host::engine::{Event, Sent};
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const WAIT: &str = r#"{ tool = "wait", args = {} }"#;

async fn cancelled(host: &TestHost, sent: Sent) -> TurnEvents {
    sent.events.feed().cancel().cancel();
    let heard = host.listen(sent, true).await;
    assert_eq!(heard.outcome.end, End::Cancelled, "{:?}", heard.outcome);
    let ends = host.log.at("request.end");
    assert_eq!(ends.last().unwrap()["end"], "cancelled");
    assert_eq!(host.log.count("turn.complete"), ends.len());
    host.transcript(heard.session()).await;
    heard
}

#[tokio::test]
async fn while_the_model_speaks() {
    let host =
        Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b c\", pace_ms = 60000 }]").start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.log.until("model.wrap", 1).await;
    let heard = cancelled(&host, sent).await;
    assert_eq!(host.lines(heard.session()).await, ["User: go"]);
}

#[tokio::test]
async fn while_a_model_is_waited_for_that_failed() {
    let retry = "[agents.default.retry]\nfirst = \"1m\"\nlongest = \"1m\"";
    let script = "[[scenes]]\non = \"\"\nsteps = [{ fail = [{ status = 500 }] }]";
    let host = Setup::new(script).config(retry).start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.log.until("model.retry", 1).await;
    cancelled(&host, sent).await;
}

#[tokio::test]
async fn while_a_tool_runs() {
    let host = calling(WAIT).start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.log.until("wait", 1).await;
    let heard = cancelled(&host, sent).await;
    assert_eq!(heard.results(), ["Error: cancelled"]);
    assert_eq!(host.log.count("tool.after"), 1);
    let lines = host.lines(heard.session()).await;
    assert_eq!(lines, ["User: go", "Assistant: I will. +wait", "Tool: Error: cancelled"]);
}

#[tokio::test]
async fn while_a_human_is_asked() {
    let host = calling(WAIT).gate::<ToolGate>(|_, _| Verdict::ask("sure?")).start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let asked = loop {
        if let Event::Approval { approval } = sent.events.next().await.unwrap() {
            break approval;
        }
    };
    let heard = cancelled(&host, sent).await;
    // Nobody can answer any more, and those who watch are told.
    assert_eq!(host.store.approval(&asked.id).await.unwrap().unwrap().state, ApprovalState::Denied);
    let resolved = host.log.at("approval.resolved");
    assert_eq!((resolved.len(), &resolved[0]["by"]), (1, &"the turn".into()));
    assert!(heard.events.iter().any(|event| matches!(event, Event::Resolved { .. })));
    assert_eq!(host.log.count("wait"), 0);
}

#[tokio::test]
async fn while_it_waits_for_the_message_before_it() {
    let host = calling(WAIT).start().await;
    let first = host.agent().send(TestHost::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    host.log.until("wait", 1).await;
    let second = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    second.events.feed().cancel().cancel();
    host.signal();
    TestHost::completed(&host.listen(first, true).await);
    cancelled(&host, second).await;
    assert_eq!((host.log.count("model.before"), host.log.count("request.end")), (2, 2));
}

#[tokio::test]
async fn all_of_a_session_at_once() {
    let host = calling(WAIT).start().await;
    let first = host.agent().send(TestHost::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    host.log.until("wait", 1).await;
    let second = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    assert_eq!(host.agent().cancel(&session), 2);
    assert_eq!(host.listen(first, true).await.outcome.end, End::Cancelled);
    assert_eq!(host.listen(second, true).await.outcome.end, End::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn when_nobody_listens_any_more() {
    let host = calling(WAIT).config("[limits]\nabandoned = \"20ms\"").start().await;
    drop(host.agent().send(TestHost::message("go")).await.unwrap());
    let left = Instant::now();
    host.log.until("request.end", 1).await;
    assert_eq!(host.log.at("request.end")[0]["end"], "cancelled");
    // The clock stands still but for what is waited for.
    assert!(left.elapsed() < Duration::from_secs(5), "{:?}", left.elapsed());
}

#[tokio::test]
async fn not_when_somebody_comes_back_in_time() {
    let host = calling(WAIT).config("[limits]\nabandoned = \"50ms\"").start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let feed = sent.events.feed().clone();
    drop(sent);
    let mut back = feed.read(0);
    sleep(Duration::from_millis(120)).await;
    host.signal();
    let mut end = None;
    while let Some(event) = back.next().await {
        end = Some(event);
    }
    assert!(matches!(end, Some(Event::End(outcome)) if outcome.end == End::Completed));
}

#[tokio::test(start_paused = true)]
async fn whoever_leaves_again_has_the_whole_time_again() {
    let host = calling(WAIT).config("[limits]\nabandoned = \"4s\"").start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.log.until("wait", 1).await;
    let feed = sent.events.feed().clone();
    drop(sent);
    sleep(Duration::from_secs(2)).await;
    drop(feed.read(0));
    sleep(Duration::from_secs(3)).await;
    assert!(!feed.cancel().is_cancelled(), "it was left five seconds ago, and again three");
    sleep(Duration::from_secs(2)).await;
    assert!(feed.cancel().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn not_while_a_human_is_asked_or_was() {
    let asks = |call: &hookwire::points::ToolCall, _: &_| match &*call.tool {
        "echo" => Verdict::ask("sure?"),
        _ => Verdict::Allow,
    };
    let script = r#"[[scenes]]
        on = ""
        steps = [
            { calls = [{ tool = "echo", args = { text = "hi" } }] },
            { calls = [{ tool = "wait", args = {} }] },
            { text = "{result}" },
        ]"#;
    let host = Setup::new(script).gate::<ToolGate>(asks).start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let asked = crate::approvals::question(&mut sent).await;
    drop(sent);
    sleep(Duration::from_mins(1)).await;
    assert_eq!(host.store.approval(&asked.id).await.unwrap().unwrap().state, ApprovalState::Pending);
    host.answer(&asked, true, Scope::Once).await;
    host.log.until("wait", 1).await;
    sleep(Duration::from_mins(1)).await;
    host.signal();
    host.log.until("request.end", 1).await;
    assert_eq!(host.log.at("request.end")[0]["end"], "completed");
}

fn team(call: &str) -> Setup {
    let script = format!(
        r#"[[scenes]]
        on = "lead"
        steps = [{{ calls = [{{ tool = "delegate", args = {{ agent = "helper", task = "do" }} }}] }}]
        [[scenes]]
        on = "do"
        steps = [{{ calls = [{call}] }}]"#
    );
    Setup::new(&script).config("[agents.default]\nmembers = [\"helper\"]\n[agents.helper]")
}

fn closed(host: &TestHost, heard: &TurnEvents) {
    assert_eq!(heard.results(), ["Error: cancelled", "Error: cancelled"]);
    assert_eq!(host.log.count("tool.after"), 2);
    assert_eq!((host.log.count("subagent.start"), host.log.count("subagent.end")), (1, 1));
    assert_eq!(host.log.at("subagent.end")[0]["end"], "cancelled");
}

#[tokio::test]
async fn while_a_member_works() {
    let host = team(WAIT).start().await;
    let sent = host.agent().send(TestHost::message("lead")).await.unwrap();
    host.log.until("wait", 1).await;
    let heard = cancelled(&host, sent).await;
    closed(&host, &heard);
}

#[tokio::test]
async fn while_a_human_is_asked_about_what_a_member_does() {
    let asks = |call: &hookwire::points::ToolCall, _: &_| match &*call.tool {
        "wait" => Verdict::ask("sure?"),
        _ => Verdict::Allow,
    };
    let host = team(WAIT).gate::<ToolGate>(asks).start().await;
    let mut sent = host.agent().send(TestHost::message("lead")).await.unwrap();
    let asked = crate::approvals::question(&mut sent).await;
    let heard = cancelled(&host, sent).await;
    closed(&host, &heard);
    assert_eq!(host.store.approval(&asked.id).await.unwrap().unwrap().state, ApprovalState::Denied);
    assert_eq!(host.log.count("approval.resolved"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_stops_gives_its_turns_the_grace_of_the_configuration() {
    let host = calling(WAIT).config("[limits]\ngrace = \"50ms\"").start().await;
    let _sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.log.until("wait", 1).await;
    let told = Instant::now();
    host.stop().await;
    // The clock stands still but for what is waited for: without the setting it would be half a minute.
    assert!(told.elapsed() >= Duration::from_millis(50), "{:?}", told.elapsed());
    assert!(told.elapsed() < Duration::from_secs(25), "{:?}", told.elapsed());
}
