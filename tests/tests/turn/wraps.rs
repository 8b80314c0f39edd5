//! Hooks around a tool: what they hand on is still the call that was allowed.

use crate::calling;
use crate::calls::{ECHO, result_of};
use futures_util::FutureExt;
use hookwire::points::{ToolGate, ToolReport, ToolWrap};
use hookwire::{Error, Verdict};
use hookwire_host::engine::Event;
use hookwire_host::engine::store::Scope;
use hookwire_tests::test_host::TestHost;
use serde_json::json;

#[tokio::test]
async fn a_wrap_hook_that_answers_itself() {
    let setup =
        calling(ECHO).wrap::<ToolWrap>(|call, _| async { Ok(ToolReport::new(call, "cached")) }.boxed());
    let (host, _, text) = result_of(setup).await;
    assert_eq!((&*text, host.log.count("echo")), ("cached", 0));
}

#[tokio::test]
async fn what_a_wrap_hook_changes_passes_the_gates_again() {
    let setup = calling(ECHO).wrap::<ToolWrap>(|mut call, next| {
        call.args = json!({ "text": "secretly" });
        async move { next.run(call).await }.boxed()
    });
    let setup = setup.gate::<ToolGate>(|call, _| match call.args["text"].as_str() {
        Some("secretly") => Verdict::deny("no secrets"),
        _ => Verdict::Allow,
    });
    let (host, _, text) = result_of(setup).await;
    assert!(text.contains("no secrets"), "{text}");
    assert_eq!((host.log.count("tool.gate"), host.log.count("echo")), (2, 0));
}

#[tokio::test]
async fn what_a_wrap_hook_changes_has_to_fit() {
    let setup = calling(ECHO).wrap::<ToolWrap>(|mut call, next| {
        call.args = json!({});
        async move { next.run(call).await }.boxed()
    });
    let (host, _, text) = result_of(setup).await;
    assert!(text.contains("do not fit"), "{text}");
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_wrap_hook_that_fails() {
    let setup = calling(ECHO).wrap::<ToolWrap>(|_, _| async { Err(Error::msg("wrapped up")) }.boxed());
    let (_, _, text) = result_of(setup).await;
    assert!(text.contains("`probe`") && text.contains("wrapped up"), "{text}");
}

#[tokio::test]
async fn a_wrap_hook_that_makes_another_tool_of_it() {
    let setup = calling(ECHO).wrap::<ToolWrap>(|mut call, next| {
        call.tool = "fail".into();
        call.args = json!({});
        async move { next.run(call).await }.boxed()
    });
    let (host, _, text) = result_of(setup).await;
    assert!(text.contains("a hook turned the call of `echo` into one of `fail`"), "{text}");
    assert_eq!((host.log.count("tool.gate"), host.log.count("fail")), (1, 0), "nobody was asked about it");
}

#[tokio::test]
async fn a_wrap_hook_that_changes_the_id_gets_no_answer_of_another_call() {
    let calls = r#"{ tool = "echo", args = { text = "a" } }, { tool = "echo", args = { text = "b" } }"#;
    let setup =
        calling(calls).config("[agents.default.limits]\nparallel = 1").wrap::<ToolWrap>(|mut call, next| {
            call.id = "the same".into();
            call.args = json!({ "text": "the same" });
            async move { next.run(call).await }.boxed()
        });
    let asks = |call: &hookwire::points::ToolCall, _: &_| match call.args["text"].as_str() {
        Some("the same") => Verdict::ask("again?"),
        _ => Verdict::Allow,
    };
    let host = setup.gate::<ToolGate>(asks).start().await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let mut questions = Vec::new();
    while let Some(event) = sent.events.next().await {
        if let Event::Approval { approval } = event {
            // The first is allowed, once; the second is not.
            host.answer(&approval, questions.is_empty(), Scope::Once).await;
            questions.push(approval.call.id.clone());
        }
    }
    assert_eq!((questions.len(), host.log.count("echo")), (2, 1), "{questions:?}");
    assert_ne!(questions[0], questions[1]);
}
