//! One result for each call, whatever becomes of it.

use crate::calling;
use hookwire::points::{MessageRole, ToolAfter, ToolBefore, ToolGate, ToolReport, ToolSelect};
use hookwire::{Error, Verdict};
use hookwire_host::engine::Event;
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use serde_json::json;

pub(crate) const ECHO: &str = r#"{ tool = "echo", args = { text = "hi" } }"#;

/// Plays one turn with one call, and makes sure that the call has one result in the transcript and one event.
pub(crate) async fn result_of(setup: Setup) -> (TestHost, TurnEvents, String) {
    let host = setup.start().await;
    let heard = host.say("go").await;
    TestHost::completed(&heard);
    let transcript = host.transcript(heard.session()).await;
    let results: Vec<_> = transcript.iter().filter(|message| message.role == MessageRole::Tool).collect();
    assert_eq!((results.len(), heard.results().len()), (1, 1), "{results:?}");
    assert_eq!(results[0].text, heard.results()[0]);
    assert_eq!(host.log.count("tool.after"), 1);
    let text = results[0].text.clone();
    (host, heard, text)
}

#[tokio::test]
async fn a_tool_that_works() {
    let (host, heard, text) = result_of(calling(ECHO)).await;
    assert_eq!((&*text, &*heard.outcome.response), ("hi", "hi"));
    assert_eq!(host.log.count("echo"), 1);
    let complete = &host.log.at("turn.complete")[0];
    assert_eq!(complete["tools"][0]["report"]["text"], "hi");
    assert_eq!((&complete["response"], &complete["end"]), (&json!("hi"), &json!("completed")));
}

#[tokio::test]
async fn a_tool_that_returns_an_error() {
    let (_, heard, text) = result_of(calling(r#"{ tool = "fail", args = {} }"#)).await;
    assert_eq!(text, "Error: the disk is on fire");
    assert!(heard.events.iter().any(|event| matches!(event, Event::Result { is_error: true, .. })));
}

#[tokio::test]
async fn a_tool_that_panics() {
    let (_, _, text) = result_of(calling(r#"{ tool = "panic", args = {} }"#)).await;
    assert_eq!(text, "Error: `panic` panicked: out of coffee");
}

#[tokio::test]
async fn a_tool_that_takes_longer_than_it_may() {
    let (_, _, text) = result_of(calling(r#"{ tool = "hang", args = {} }"#)).await;
    assert_eq!(text, "Error: `hang` took longer than 50ms and was stopped");
}

#[tokio::test]
async fn a_tool_that_takes_longer_than_the_operator_allows() {
    let config = "[agents.default.limits]\ntool_time = \"20ms\"";
    let (_, _, text) = result_of(calling(r#"{ tool = "wait", args = {} }"#).config(config)).await;
    assert_eq!(text, "Error: `wait` took longer than 20ms and was stopped");
}

#[tokio::test]
async fn a_tool_that_says_itself_how_long_it_may_take() {
    for operator in ["1ms", "10m"] {
        let config = format!("[agents.default.limits]\ntool_time = \"{operator}\"");
        let (_, _, text) = result_of(calling(r#"{ tool = "hang", args = {} }"#).config(&config)).await;
        assert_eq!(text, "Error: `hang` took longer than 50ms and was stopped");
    }
}

#[tokio::test]
async fn a_tool_that_does_not_exist() {
    let (host, _, text) = result_of(calling(r#"{ tool = "ecko", args = {} }"#)).await;
    assert_eq!(text, "Error: there is no tool `ecko`; did you mean `echo`?");
    assert_eq!(host.log.count("tool.gate"), 0);
}

#[tokio::test]
async fn arguments_that_are_no_json() {
    let (host, _, text) = result_of(calling(r#"{ tool = "echo", args = "{ text: " }"#)).await;
    assert_eq!(text, "Error: the arguments of `echo` are no JSON: { text: ");
    assert_eq!((host.log.count("tool.before"), host.log.count("echo")), (0, 0));
}

#[tokio::test]
async fn arguments_that_do_not_fit() {
    let (host, _, text) = result_of(calling(r#"{ tool = "echo", args = { text = 7 } }"#)).await;
    assert!(
        text.starts_with("Error: the arguments of `echo` do not fit: `text`: 7 is not of type"),
        "{text}"
    );
    assert_eq!(host.log.count("tool.gate"), 0);
}

#[tokio::test]
async fn arguments_that_do_not_fit_after_a_hooks_edit() {
    let spoil = |call: &mut hookwire::points::ToolCall, _: &_| {
        call.args = json!({ "text": null });
        Ok(())
    };
    let (host, _, text) = result_of(calling(ECHO).edit::<ToolBefore>(spoil)).await;
    assert!(text.contains("do not fit"), "{text}");
    assert_eq!((host.log.count("tool.gate"), host.log.count("echo")), (0, 0));
}

#[tokio::test]
async fn arguments_that_a_hook_rewrites() {
    let rewrite = |call: &mut hookwire::points::ToolCall, _: &_| {
        call.args = json!({ "text": "better" });
        call.id = "another".into();
        Ok(())
    };
    let (host, heard, text) = result_of(calling(ECHO).edit::<ToolBefore>(rewrite)).await;
    assert_eq!(text, "better");
    assert_eq!(host.log.at("tool.gate")[0]["args"], json!({ "text": "better" }));
    let args = heard.events.iter().find_map(|event| match event {
        Event::Result { args, .. } => Some(args.clone()),
        _ => None,
    });
    assert_eq!(args, Some(json!({ "text": "better" })));
}

#[tokio::test]
async fn a_hook_that_makes_another_tool_of_it() {
    let turn = |call: &mut hookwire::points::ToolCall, _: &_| {
        call.tool = "fail".into();
        Ok(())
    };
    let (host, _, text) = result_of(calling(ECHO).edit::<ToolBefore>(turn)).await;
    assert_eq!(text, "Error: a hook turned the call of `echo` into one of `fail`");
    assert_eq!(host.log.count("fail"), 0);
}

#[tokio::test]
async fn a_hook_before_that_says_no() {
    let (host, _, text) =
        result_of(calling(ECHO).edit::<ToolBefore>(|_, _| Err(Error::msg("not today")))).await;
    assert!(text.starts_with("Error: ") && text.contains("`probe`") && text.contains("not today"), "{text}");
    assert_eq!((host.log.count("tool.gate"), host.log.count("echo")), (0, 0));
}

#[tokio::test]
async fn a_gate_that_denies() {
    let (host, heard, text) =
        result_of(calling(ECHO).gate::<ToolGate>(|_, _| Verdict::deny("too loud"))).await;
    assert!(text.starts_with("Error: the call was denied by `probe`"), "{text}");
    assert!(text.contains("too loud") && heard.outcome.response.contains("too loud"), "{text}");
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_hook_after_that_rewrites_the_result_even_its_id() {
    let rewrite = |report: &mut ToolReport, _: &_| {
        report.text.push_str(" there");
        report.call.id = "stolen".into();
        Ok(())
    };
    let (_, heard, text) = result_of(calling(ECHO).edit::<ToolAfter>(rewrite)).await;
    assert_eq!((&*text, &*heard.outcome.response), ("hi there", "hi there"));
}

#[tokio::test]
async fn a_hook_after_that_fails() {
    let (_, _, text) = result_of(calling(ECHO).edit::<ToolAfter>(|_, _| Err(Error::msg("lost it")))).await;
    assert!(text.contains("`probe`") && text.contains("lost it"), "{text}");
}

#[tokio::test]
async fn a_hook_after_that_ends_the_turn() {
    let end = |report: &mut ToolReport, _: &_| {
        report.end_turn("enough");
        Ok(())
    };
    let (host, heard, text) = result_of(calling(ECHO).edit::<ToolAfter>(end)).await;
    assert_eq!((&*text, &*heard.outcome.response), ("hi", "enough"));
    assert_eq!(heard.shown(), "I will.enough");
    assert_eq!((host.log.count("model.before"), host.log.count("answer.review")), (1, 1));
    let lines = host.lines(heard.session()).await;
    assert_eq!(lines, ["User: go", "Assistant: I will. +echo", "Tool: hi", "Assistant: enough"]);
}

#[tokio::test]
async fn a_hook_that_hides_a_tool_hides_it_from_calls_too() {
    let setup = calling(ECHO).edit::<ToolSelect>(|offer, _| {
        offer.tools.retain(|tool| tool.name != "echo");
        Ok(())
    });
    let (host, _, text) = result_of(setup).await;
    assert!(text.starts_with("Error: there is no tool `echo`"), "{text}");
    assert!(!host.log.at("model.before")[0]["tools"].to_string().contains("echo"));
}

#[tokio::test]
async fn a_tool_that_the_profile_does_not_allow() {
    let (_, _, text) = result_of(calling(ECHO).config("[agents.default]\ntools = [\"fa*\"]")).await;
    assert_eq!(text, "Error: there is no tool `echo`; there are `fail`");
}

fn slow(name: &str, millis: u32) -> String {
    format!("{{ tool = \"slow\", args = {{ name = \"{name}\", millis = {millis} }} }}")
}

#[tokio::test]
async fn calls_run_side_by_side_within_their_bound_and_answer_in_their_order() {
    let calls = [slow("a", 60), slow("b", 10), slow("c", 10)].join(", ");
    let host = calling(&calls).config("[agents.default.limits]\nparallel = 2").start().await;
    let heard = host.say("go").await;
    let results: Vec<_> = host.transcript(heard.session()).await;
    let results: Vec<_> =
        results.iter().filter(|it| it.role == MessageRole::Tool).map(|it| &*it.text).collect();
    assert_eq!(results, ["a", "b", "c"]);
    let order: Vec<_> = host.log.all().into_iter().filter(|seen| seen.what.starts_with("slow")).collect();
    let (mut running, mut most) = (0_i32, 0);
    for seen in &order {
        running += if seen.what == "slow" { 1 } else { -1 };
        most = most.max(running);
    }
    assert_eq!((most, order.len()), (2, 6));
    assert_eq!(order[2].event["name"], "b", "b is done before a: {order:?}");
}

#[tokio::test]
async fn a_model_that_gives_calls_the_same_id_gets_results_that_can_be_told_apart() {
    let setup = Setup::new(
        r#"[[scenes]]
        on = ""
        steps = [
            { calls = [{ tool = "echo", args = { text = "a" } }, { tool = "echo", args = { text = "b" } }] },
            { calls = [{ tool = "echo", args = { text = "c" } }] },
            { text = "{result}" },
        ]"#,
    );
    let same = |response: &mut hookwire::points::ModelResponse, _: &_| {
        response.message.calls.iter_mut().for_each(|call| call.id = "call".into());
        Ok(())
    };
    let host = setup.edit::<hookwire::points::ModelAfter>(same).start().await;
    let heard = host.say("go").await;
    assert_eq!(heard.outcome.response, "c");
    assert_eq!(host.transcript(heard.session()).await.len(), 7);
}

#[tokio::test]
async fn a_result_that_is_too_large_is_kept_aside_and_read_piece_by_piece() {
    let script = r#"[[scenes]]
        on = "more"
        steps = [
            { calls = [{ tool = "read_result", args = { id = "1-call_1_0", offset = 90 } }] },
            { text = "{result}" },
        ]
        [[scenes]]
        on = ""
        steps = [{ calls = [{ tool = "big", args = { bytes = 250 } }] }, { text = "{result}" }]"#;
    let host = Setup::new(script).config("[agents.default.limits]\nresult_bytes = 100").start().await;
    let heard = host.say("go").await;
    let preview = heard.results()[0].to_owned();
    let (start, rest) = preview.split_at(100);
    assert!(start.starts_with("line 0\nline 1\n"), "{start}");
    assert!(rest.contains("\"1-call_1_0\" and offset 100; it has 250 bytes in all"), "{rest}");
    // Hooks see all of it, and the tool to read it with is offered from then on, not before.
    assert_eq!(host.log.at("tool.after")[0]["text"].as_str().unwrap().len(), 250);
    let offers: Vec<_> =
        host.log.at("tool.select").iter().map(|it| it.to_string().contains("read_result")).collect();
    assert_eq!(offers, [false, true]);
    let more = host.send(TestHost::reply(heard.session(), "more")).await.unwrap();
    let piece = more.results()[0];
    assert!(piece.starts_with(&start[90..]), "{piece}");
    assert!(piece.ends_with("[more from offset 190; it has 250 bytes in all]"), "{piece}");
    host.transcript(heard.session()).await;
}
