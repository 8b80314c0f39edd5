//! Hosts that die in the middle of a turn, and the next one on the same store.

use crate::calling;
use hookwire::cx::RequestKind;
use hookwire::points::{End, Request, ToolGate, TurnPersisted};
use hookwire::{Role, Verdict, plugin};
use hookwire_host::engine::NewSchedule;
use hookwire_host::engine::store::{ApprovalState, Memory, Scope, Store, TurnStatus};
use hookwire_host::engine::{Event, Incoming};
use hookwire_tests::test_host::{Setup, TestHost};
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Builder;

/// Runs a host until the future is done, and then ends it without a word.
fn life<T>(play: impl Future<Output = T>) -> T {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let result = runtime.block_on(play);
    runtime.shutdown_timeout(Duration::from_secs(10));
    result
}

fn store() -> Arc<dyn Store> {
    Arc::new(Memory::default())
}

/// Begins a turn and dies as soon as something was seen.
fn die_at(setup: Setup, store: &Arc<dyn Store>, text: &str, what: &str) -> String {
    life(async {
        let host = setup.store(store).start().await;
        let sent = host.agent().send(TestHost::message(text)).await.unwrap();
        host.log.until(what, 1).await;
        sent.session.unwrap()
    })
}

/// Starts anew and goes on; returns the lines of the transcript and what was seen.
fn go_on(setup: Setup, store: &Arc<dyn Store>, session: &str, what: &[&str]) -> (Vec<String>, Vec<usize>) {
    life(async {
        let host = setup.store(store).start().await;
        assert_eq!(host.agent().resume().await.unwrap(), 1);
        host.log.until("request.end", 1).await;
        assert!(host.agent().finish(Duration::from_secs(10)).await);
        assert!(store.unanswered().await.unwrap().is_empty());
        let counts = what.iter().map(|what| host.log.count(what)).collect();
        (host.lines(session).await, counts)
    })
}

const TWO: &str = r#"
[[scenes]]
on = ""
steps = [
    { text = "First.", calls = [{ tool = "echo", args = { text = "one" } }] },
    { text = "Then.", calls = [{ tool = "wait", args = {} }] },
    { text = "{result}" },
]"#;

#[test]
fn a_turn_that_died_in_a_tool_does_not_run_it_again() {
    let store = store();
    let session = die_at(Setup::new(TWO), &store, "go", "wait");
    let seen = ["session.start", "message.received", "echo", "wait", "model.before", "tool.after"];
    let (lines, counts) = go_on(Setup::new(TWO), &store, &session, &seen);
    // The first two answers of the model and the first call are in the journal; of the second call nobody knows.
    assert_eq!(counts, [0, 0, 0, 0, 1, 1]);
    let lost = "Error: the host stopped while this call ran; it may have done its work, or not";
    assert_eq!(
        lines,
        [
            "User: go".to_owned(),
            "Assistant: First. +echo".into(),
            "Tool: one".into(),
            "Assistant: Then. +wait".into(),
            format!("Tool: {lost}"),
            format!("Assistant: {lost}"),
        ]
    );
}

#[test]
fn a_turn_that_died_behind_a_tool_goes_on_behind_it() {
    let script = |pace: u32| {
        let second = format!("{{ text = \"{{result}} indeed\", pace_ms = {pace} }}");
        let first = r#"{ text = "First.", calls = [{ tool = "echo", args = { text = "one" } }] }"#;
        Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{first}, {second}]"))
    };
    let store = store();
    let session = life(async {
        let host = script(60_000).store(&store).start().await;
        let sent = host.agent().send(TestHost::message("go")).await.unwrap();
        host.log.until("model.wrap", 2).await;
        sent.session.unwrap()
    });
    let (lines, counts) = go_on(script(0), &store, &session, &["echo", "tool.after", "model.before"]);
    assert_eq!(counts, [0, 0, 1]);
    assert_eq!(lines, ["User: go", "Assistant: First. +echo", "Tool: one", "Assistant: one indeed"]);
}

#[test]
fn a_turn_that_died_before_its_model_answered_asks_it_again() {
    let slow = || Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b\", pace_ms = 40 }]");
    let store = store();
    let session = die_at(slow(), &store, "go", "model.delta");
    let (lines, counts) = go_on(slow(), &store, &session, &["model.before", "turn.persisted"]);
    assert_eq!((counts, lines), (vec![1, 1], vec!["User: go".to_owned(), "Assistant: a b".into()]));
}

#[test]
fn a_member_that_died_goes_on_where_it_was() {
    let setup = || {
        let script = r#"
            [[scenes]]
            on = "lead"
            steps = [{ calls = [{ tool = "delegate", args = { agent = "helper", task = "do" } }] }, { text = "{result}" }]
            [[scenes]]
            on = ""
            steps = [
                { calls = [{ tool = "echo", args = { text = "one" } }] },
                { calls = [{ tool = "wait", args = {} }] },
                { text = "member: {result}" },
            ]"#;
        Setup::new(script).config("[agents.default]\nmembers = [\"helper\"]\n[agents.helper]")
    };
    let store = store();
    let session = die_at(setup(), &store, "lead", "wait");
    let (lines, counts) = go_on(setup(), &store, &session, &["echo", "wait", "subagent.end"]);
    assert_eq!(counts, [0, 0, 1]);
    assert!(lines[3].starts_with("Assistant: member: Error: the host stopped"), "{lines:?}");
}

fn asking() -> Setup {
    // Members are not asked about, so that the gate sees who it is.
    calling(r#"{ tool = "echo", args = { text = "hi" } }"#).gate::<ToolGate>(|_, cx| {
        match cx.identity().role {
            Role::Member => Verdict::Allow,
            _ => Verdict::ask("sure?"),
        }
    })
}

#[test]
fn a_question_outlives_the_host_and_its_call_runs_once() {
    let store = store();
    let session = die_at(asking(), &store, "go", "approval.requested");
    let before = life(store.approvals(None, true, 10)).unwrap();
    assert_eq!(before.len(), 1);
    life(async {
        let host = asking().store(&store).start().await;
        host.agent().resume().await.unwrap();
        // It waits for the same question.
        host.log.until("tool.gate", 1).await;
        host.answer(&before[0], true, Scope::Once).await;
        host.log.until("request.end", 1).await;
        assert_eq!((host.log.count("echo"), host.log.count("approval.requested")), (1, 0));
        assert_eq!(host.log.count("approval.resolved"), 1);
        assert_eq!(host.lines(&session).await.last().unwrap(), "Assistant: hi");
        assert_eq!(store.approvals(None, false, 10).await.unwrap().len(), 1);
    });
}

#[test]
fn a_question_that_was_answered_while_no_host_was_there_is_answered() {
    let store = store();
    let session = die_at(asking(), &store, "go", "approval.requested");
    let asked = life(store.approvals(None, true, 10)).unwrap().remove(0);
    life(async {
        // A host that answers and does not go on with the turn.
        let host = asking().store(&store).start().await;
        host.answer(&asked, true, Scope::Once).await;
    });
    let (lines, counts) = go_on(asking(), &store, &session, &["echo", "approval.requested"]);
    assert_eq!((lines.last().unwrap().as_str(), counts), ("Assistant: hi", vec![1, 0]));
    let after = life(store.approval(&asked.id)).unwrap().unwrap();
    assert_eq!(after.state, ApprovalState::Approved);
}

#[test]
fn where_nobody_was_nobody_is_waited_for_after_a_crash_either() {
    let (cli, schedule) = ((RequestKind::Cli, "cli"), (RequestKind::Schedule, "schedule"));
    for (kind, channel) in [cli, schedule, (RequestKind::Chat, "openai")] {
        let script = || {
            Setup::new(
                r#"[[scenes]]
                on = ""
                steps = [
                    { calls = [{ tool = "wait", args = {} }] },
                    { calls = [{ tool = "echo", args = { text = "hi" } }] },
                    { text = "{result}" },
                ]"#,
            )
            .gate::<ToolGate>(|call, _| match &*call.tool {
                "echo" => Verdict::ask("sure?"),
                _ => Verdict::Allow,
            })
        };
        let store = store();
        let session = life(async {
            let host = script().store(&store).start().await;
            let incoming =
                Incoming { kind, channel: channel.into(), unattended: true, ..TestHost::message("go") };
            let sent = host.agent().send(incoming).await.unwrap();
            host.log.until("wait", 1).await;
            sent.session.unwrap()
        });
        let (lines, counts) = go_on(script(), &store, &session, &["echo", "approval.requested"]);
        assert!(lines.last().unwrap().contains("nobody is here"), "{channel}: {lines:?}");
        assert_eq!(counts, [0, 1]);
    }
}

#[test]
fn a_session_that_was_made_for_one_answer_ends_with_it_after_a_crash_too() {
    let store = store();
    let session = life(async {
        let host = calling(r#"{ tool = "wait", args = {} }"#).store(&store).start().await;
        let incoming = Incoming { one_shot: true, ..TestHost::message("go") };
        let sent = host.agent().send(incoming).await.unwrap();
        host.log.until("wait", 1).await;
        sent.session.unwrap()
    });
    let setup = calling(r#"{ tool = "wait", args = {} }"#);
    let (_, counts) = go_on(setup, &store, &session, &["session.end"]);
    let closed = life(store.session(&session)).unwrap().unwrap().closed_at;
    assert!(closed.is_some() && counts == [1], "{closed:?} {counts:?}");
}

#[test]
fn a_turn_that_goes_on_is_not_given_up_because_nobody_listens_yet() {
    let setup = || {
        calling(r#"{ tool = "echo", args = { text = "hi" } }"#).gate::<ToolGate>(|_, _| Verdict::ask("sure?"))
    };
    let setup = || setup().config("[limits]\nabandoned = \"20ms\"");
    let store = store();
    let session = die_at(setup(), &store, "go", "approval.requested");
    let asked = life(store.approvals(None, true, 10)).unwrap().remove(0);
    life(async {
        let host = setup().store(&store).start().await;
        host.agent().resume().await.unwrap();
        host.log.until("tool.gate", 1).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        host.answer(&asked, true, Scope::Once).await;
        host.log.until("request.end", 1).await;
        assert_eq!(host.lines(&session).await.last().unwrap(), "Assistant: hi");
    });
}

#[test]
fn messages_that_waited_are_answered_in_their_order() {
    let store = store();
    let session = life(async {
        let host = Setup::new(TWO).store(&store).start().await;
        let first = host.agent().send(TestHost::message("one")).await.unwrap();
        let session = first.session.clone().unwrap();
        host.log.until("wait", 1).await;
        host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
        host.agent().send(TestHost::reply(&session, "three")).await.unwrap();
        session
    });
    life(async {
        let quick = Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"re: {message}\" }]");
        let host = quick.store(&store).start().await;
        assert_eq!(host.agent().resume().await.unwrap(), 3);
        host.log.until("request.end", 3).await;
        let lines = host.lines(&session).await;
        let tail = ["User: two", "Assistant: re: two", "User: three", "Assistant: re: three"];
        assert_eq!(lines[lines.len() - 4..], tail);
    });
}

const ECHO: &str = "[[scenes]]\non = \"\"\nsteps = [{ text = \"re: {message}\" }]";

#[test]
fn a_turn_that_goes_on_behind_a_later_one_answers_its_own_message() {
    let store = store();
    let slow = Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b\", pace_ms = 60000 }]");
    let session = die_at(slow, &store, "first", "model.wrap");
    life(async {
        let host = Setup::new(ECHO).store(&store).start().await;
        assert_eq!(
            host.send(TestHost::reply(&session, "later")).await.unwrap().outcome.response,
            "re: later"
        );
        host.agent().resume().await.unwrap();
        host.log.until("request.end", 2).await;
        let asked = &host.log.at("model.before")[1]["messages"];
        assert_eq!(asked.as_array().unwrap().iter().map(|it| &it["text"]).collect::<Vec<_>>(), ["first"]);
        assert_eq!(store.turn(&session, 1).await.unwrap().unwrap().response, "re: first");
    });
}

#[test]
fn schedules_fire_behind_what_was_left() {
    let store = store();
    let slow = Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b\", pace_ms = 60000 }]");
    let session = die_at(slow, &store, "first", "model.wrap");
    let due = NewSchedule { session: Some(session.clone()), message: "due".into(), ..NewSchedule::default() };
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let host = Setup::new(ECHO).store(&store).start().await;
        host.agent().schedule(due).await.unwrap();
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(host.log.count("schedule.fired"), 0);
        host.agent().resume().await.unwrap();
        host.log.until("request.end", 2).await;
        let said = ["User: first", "Assistant: re: first", "User: due", "Assistant: re: due"];
        assert_eq!(host.lines(&session).await, said);
    });
}

#[test]
fn a_sender_that_comes_back_hears_the_turn_that_goes_on() {
    let store = store();
    let slow = || Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b\", pace_ms = 40 }]");
    let keyed = || Incoming { key: Some("k".into()), ..TestHost::message("go") };
    life(async {
        let host = slow().store(&store).start().await;
        let _sent = host.agent().send(keyed()).await.unwrap();
        host.log.until("model.delta", 1).await;
    });
    life(async {
        let host = slow().store(&store).start().await;
        host.agent().resume().await.unwrap();
        let heard = host.send(keyed()).await.unwrap();
        TestHost::completed(&heard);
        assert_eq!((heard.shown(), &*heard.outcome.response), ("a b".into(), "a b"));
        assert!(matches!(heard.events.last(), Some(Event::End(_))));
        assert_eq!(host.transcript(heard.session()).await.len(), 2);
    });
}

#[test]
fn a_turn_whose_agent_is_gone_is_over() {
    let store = store();
    let old = Setup::new(TWO).config("[agents.old]\n[agents.default]\n[routes]\nhttp = \"old\"");
    let session = die_at(old, &store, "go", "wait");
    life(async {
        let host = Setup::new(TWO).store(&store).start().await;
        assert_eq!(host.agent().resume().await.unwrap(), 1);
        assert!(host.agent().finish(Duration::from_secs(10)).await);
    });
    let turn = life(store.turn(&session, 1)).unwrap().unwrap();
    assert_eq!(turn.state, TurnStatus::Ended(End::Failed));
    assert!(turn.error.as_deref().unwrap().contains("`old`"), "{turn:?}");
    assert!(life(store.unanswered()).unwrap().is_empty(), "the next start has nothing to do");
}

/// Holds a turn between its beginning and its first notification.
#[derive(Default)]
struct HoldStart;

#[plugin(id = "hold-start")]
impl HoldStart {
    #[hook("request.start", after = "probe", timeout = "1m")]
    async fn hold(&self, _: &Request) {
        pending::<()>().await;
    }
}

#[test]
fn a_turn_that_died_before_its_start_was_told_of_tells_of_it_when_it_goes_on() {
    let store = store();
    let session = die_at(Setup::new(ECHO).plugin::<HoldStart>(), &store, "go", "request.start");
    let seen = ["session.start", "message.received", "turn.persisted"];
    let (lines, counts) = go_on(Setup::new(ECHO), &store, &session, &seen);
    assert_eq!((lines.len(), counts), (2, vec![1, 1, 1]));
}

/// Holds a turn between its stored end and the notification of it.
#[derive(Default)]
struct HoldPersisted;

#[plugin(id = "hold-persisted")]
impl HoldPersisted {
    #[hook("turn.persisted", before = "probe", timeout = "1m")]
    async fn hold(&self, _: &TurnPersisted) {
        pending::<()>().await;
    }
}

#[test]
fn a_turn_that_died_before_its_stored_end_was_told_of_tells_of_it_with_the_next_start() {
    let store = store();
    let session = life(async {
        let host = Setup::new(ECHO).plugin::<HoldPersisted>().store(&store).start().await;
        let session = host.agent().send(TestHost::message("go")).await.unwrap().session.unwrap();
        while store.turn(&session, 1).await.unwrap().is_none_or(|turn| turn.state == TurnStatus::Running) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        session
    });
    for told in [1, 0] {
        life(async {
            let host = Setup::new(ECHO).store(&store).start().await;
            assert_eq!(host.agent().resume().await.unwrap(), 0, "its message is answered");
            assert!(host.agent().finish(Duration::from_secs(10)).await);
            assert_eq!((host.log.count("turn.persisted"), host.log.count("model.before")), (told, 0));
            assert_eq!(host.lines(&session).await, ["User: go", "Assistant: re: go"]);
        });
    }
}

#[test]
fn an_end_that_no_hook_waits_for_any_more_is_not_begun_again() {
    let store = store();
    life(async {
        let host = Setup::new(ECHO).plugin::<HoldPersisted>().store(&store).start().await;
        host.agent().send(TestHost::message("go")).await.unwrap();
        while store.unnotified().await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    life(async {
        let host = Setup::new(ECHO).config("disabled = [\"probe\"]").store(&store).start().await;
        host.agent().resume().await.unwrap();
        assert!(host.agent().finish(Duration::from_secs(10)).await);
    });
    life(async { assert_eq!(store.unnotified().await.unwrap().len(), 0) });
}

#[test]
fn an_end_that_was_not_told_of_is_told_of_before_the_session_goes_on() {
    let store = store();
    life(async {
        let host = Setup::new(ECHO).plugin::<HoldPersisted>().store(&store).start().await;
        let session = host.agent().send(TestHost::message("one")).await.unwrap().session.unwrap();
        while store.unnotified().await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    });
    life(async {
        let host = Setup::new(ECHO).store(&store).start().await;
        assert_eq!(host.agent().resume().await.unwrap(), 1);
        assert!(host.agent().finish(Duration::from_secs(10)).await);
        let seen: Vec<_> = host.log.all().into_iter().map(|seen| seen.what).collect();
        let told: Vec<_> =
            seen.iter().filter(|what| ["turn.persisted", "model.before"].contains(&&***what)).collect();
        assert_eq!(told, ["turn.persisted", "model.before", "turn.persisted"]);
    });
}
