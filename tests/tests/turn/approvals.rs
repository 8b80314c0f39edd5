//! Calls that a human has to allow.

use crate::calling;
use hookwire::Verdict;
use hookwire::points::{End, ToolGate};
use hookwire_host::engine::store::{Approval, ApprovalState, Resolution, Scope};
use hookwire_host::engine::{Event, Incoming, Sent};
use hookwire_tests::test_host::{Setup, TestHost};

fn asking() -> Setup {
    calling(r#"{ tool = "echo", args = { text = "{message}" } }"#)
        .gate::<ToolGate>(|_, _| Verdict::ask("is that wise?"))
}

pub(crate) async fn question(sent: &mut Sent) -> Approval {
    loop {
        match sent.events.next().await.expect("a question") {
            Event::Approval { approval } => return *approval,
            Event::End(outcome) => panic!("no question: {outcome:?}"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_call_that_is_allowed_runs() {
    let host = asking().start().await;
    let mut sent = host.agent().send(TestHost::message("hi")).await.unwrap();
    let asked = question(&mut sent).await;
    assert_eq!((asked.state, &*asked.agent, &*asked.call.tool), (ApprovalState::Pending, "default", "echo"));
    assert!(asked.reason.contains("`probe`") && asked.reason.contains("is that wise?"), "{}", asked.reason);
    assert_eq!(host.log.count("echo"), 0);
    host.answer(&asked, true, Scope::Once).await;
    let heard = host.listen(sent, true).await;
    assert_eq!((&*heard.outcome.response, host.log.count("echo")), ("hi", 1));
    let requested = &host.log.at("approval.requested")[0];
    assert_eq!(requested["approval"], *asked.id);
    assert_eq!(requested["call"]["args"]["text"], "hi");
    let expires = requested["expires"].as_str().unwrap();
    assert!(expires.len() == 20 && expires.starts_with("20") && expires.ends_with('Z'), "{expires}");
    let resolved = &host.log.at("approval.resolved")[0];
    assert_eq!((&resolved["decision"], &resolved["by"]), (&"approved".into(), &"ada".into()));
}

#[tokio::test]
async fn a_call_that_is_not_allowed_does_not() {
    let host = asking().start().await;
    let sent = host.agent().send(TestHost::message("hi")).await.unwrap();
    let heard = host.listen(sent, false).await;
    assert!(heard.results()[0].starts_with("Error: `ada` did not allow the call"), "{:?}", heard.results());
    assert_eq!((heard.outcome.end, host.log.count("echo")), (End::Completed, 0));
    assert_eq!(host.log.at("approval.resolved")[0]["decision"], "denied");
}

#[tokio::test]
async fn no_answer_in_time_is_a_no() {
    let host = asking().config("[approvals]\nexpire = \"40ms\"").start().await;
    let mut sent = host.agent().send(TestHost::message("hi")).await.unwrap();
    let asked = question(&mut sent).await;
    let mut results = Vec::new();
    while let Some(event) = sent.events.next().await {
        if let Event::Result { text, .. } = event {
            results.push(text);
        }
    }
    assert!(results[0].starts_with("Error: nobody allowed the call in time"), "{results:?}");
    assert_eq!(host.log.at("approval.resolved")[0]["decision"], "expired");
    // An answer that comes too late does nothing.
    let late = host.agent().answer(&asked.id, true, "ada", Scope::Once).await.unwrap();
    assert!(matches!(late, Resolution::Before(approval) if approval.state == ApprovalState::Expired));
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn where_nobody_is_nobody_is_waited_for() {
    let host = asking().start().await;
    let incoming = Incoming { unattended: true, ..TestHost::message("hi") };
    let heard = host.send(incoming).await.unwrap();
    assert!(heard.results()[0].starts_with("Error: nobody is here who could allow the call"), "{heard:?}");
    assert!(!heard.events.iter().any(|event| matches!(event, Event::Approval { .. })));
    assert_eq!((host.log.count("approval.requested"), host.log.count("approval.resolved")), (1, 1));
}

/// Says three things, two of them the same, and counts the questions.
async fn questions(scope: Scope) -> usize {
    let host = asking().start().await;
    let mut session = None;
    let mut questions = 0;
    for text in ["a", "a", "b"] {
        let incoming = Incoming { session: session.clone(), ..TestHost::message(text) };
        let mut sent = host.agent().send(incoming).await.unwrap();
        session.clone_from(&sent.session);
        while let Some(event) = sent.events.next().await {
            if let Event::Approval { approval } = event {
                questions += 1;
                host.answer(&approval, true, scope).await;
            }
        }
    }
    assert_eq!(host.log.count("echo"), 3);
    questions
}

#[tokio::test]
async fn a_yes_goes_as_far_as_it_says() {
    assert_eq!(questions(Scope::Once).await, 3);
    assert_eq!(questions(Scope::Same).await, 2);
    assert_eq!(questions(Scope::Tool).await, 1);
}

#[tokio::test]
async fn a_yes_is_for_one_session() {
    let host = asking().start().await;
    for _ in 0..2 {
        let mut sent = host.agent().send(TestHost::message("a")).await.unwrap();
        let asked = question(&mut sent).await;
        host.answer(&asked, true, Scope::Tool).await;
        TestHost::completed(&host.listen(sent, true).await);
    }
    assert_eq!(host.log.count("approval.requested"), 2);
}

#[tokio::test]
async fn two_calls_at_once_are_two_questions_even_if_they_are_the_same() {
    let call = r#"{ tool = "echo", args = { text = "hi" } }"#;
    let host =
        calling(&format!("{call}, {call}")).gate::<ToolGate>(|_, _| Verdict::ask("sure?")).start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let (first, second) = (question(&mut sent).await, question(&mut sent).await);
    assert_ne!(first.id, second.id);
    assert_eq!(first.hash, second.hash);
    host.answer(&second, false, Scope::Once).await;
    host.answer(&first, true, Scope::Once).await;
    let heard = host.listen(sent, true).await;
    TestHost::completed(&heard);
    assert_eq!((host.log.count("echo"), host.log.count("tool.after")), (1, 2));
}

#[tokio::test]
async fn the_time_that_a_human_takes_is_not_the_turns() {
    let host = asking().config("[agents.default.limits]\ntime = \"150ms\"").start().await;
    let mut sent = host.agent().send(TestHost::message("hi")).await.unwrap();
    let asked = question(&mut sent).await;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    host.answer(&asked, true, Scope::Once).await;
    let heard = host.listen(sent, true).await;
    assert_eq!((heard.outcome.end, &*heard.outcome.response), (End::Completed, "hi"));
}

#[tokio::test]
async fn a_turn_that_waits_for_a_human_keeps_no_other_from_running() {
    let setup = Setup::new(
        r#"[[scenes]]
        on = "ask"
        steps = [{ calls = [{ tool = "echo", args = { text = "hi" } }] }, { text = "{result}" }]
        [[scenes]]
        on = ""
        steps = [{ calls = [{ tool = "wait", args = {} }] }, { text = "{result}" }]"#,
    );
    let asks = |call: &hookwire::points::ToolCall, _: &_| match &*call.tool {
        "echo" => Verdict::ask("is that wise?"),
        _ => Verdict::Allow,
    };
    let setup = setup.gate::<ToolGate>(asks).config("[limits]\nturns = 1\n[approvals]\nexpire = \"20s\"");
    let host = setup.start().await;
    let mut asking = host.agent().send(TestHost::message("ask")).await.unwrap();
    let asked = question(&mut asking).await;
    let other = host.agent().send(TestHost::message("other")).await.unwrap();
    host.log.until("wait", 1).await;
    // Allowed, it waits for its place: the other turn has that now.
    host.answer(&asked, true, Scope::Once).await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    host.signal();
    TestHost::completed(&host.listen(other, true).await);
    assert_eq!(host.listen(asking, true).await.outcome.response, "hi");
    let order: Vec<_> = host.log.all().into_iter().map(|seen| seen.what).collect();
    let at = |what: &str| order.iter().position(|it| it == what).unwrap();
    assert!(at("wait") < at("request.end") && at("request.end") < at("echo"), "{order:?}");
}

#[tokio::test]
async fn two_questions_of_one_turn_need_one_place() {
    let call = r#"{ tool = "echo", args = { text = "hi" } }"#;
    let setup = calling(&format!("{call}, {call}")).gate::<ToolGate>(|_, _| Verdict::ask("sure?"));
    let host = setup.config("[limits]\nturns = 1").start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let (first, second) = (question(&mut sent).await, question(&mut sent).await);
    host.answer(&first, true, Scope::Once).await;
    host.answer(&second, true, Scope::Once).await;
    TestHost::completed(&host.listen(sent, true).await);
    assert_eq!(host.log.count("echo"), 2);
    // And the place is free again.
    TestHost::completed(&host.say("again").await);
}
