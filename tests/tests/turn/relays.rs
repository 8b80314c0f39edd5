//! Calls that plugins make inside others, and humans who are asked about them.

use crate::approvals::question;
use crate::calling;
use hookwire::points::{ToolCall, ToolGate};
use hookwire::{Cx, Result, Verdict, plugin};
use hookwire_host::engine::Event;
use hookwire_host::engine::store::{ApprovalState, Resolution, Scope};
use hookwire_tests::test_host::TestHost;
use serde_json::json;
use std::time::Duration;

/// Hands what it is told to another tool.
#[derive(Default)]
struct Relay;

#[plugin(id = "relay", capabilities = [tool])]
impl Relay {
    /// Has no patience.
    #[tool(timeout = "300ms")]
    async fn hasty(&self, tool: String, cx: &Cx) -> Result<String> {
        Ok(cx.tool(tool, json!({ "text": "hi" })).await?.text)
    }

    /// Has as much as anybody.
    #[tool]
    async fn patient(&self, tool: String, cx: &Cx) -> Result<String> {
        Ok(cx.tool(tool, json!({ "text": "hi" })).await?.text)
    }

    /// Does not wait at all.
    #[tool]
    fn careless(&self, tool: String, cx: &Cx) -> &'static str {
        let cx = cx.clone();
        drop(tokio::spawn(async move { cx.tool(tool, json!({ "text": "hi" })).await }));
        "begun"
    }
}

async fn host(tool: &str) -> TestHost {
    let asks = |call: &ToolCall, _: &Cx| match &*call.tool {
        "echo" => Verdict::ask("is that wise?"),
        _ => Verdict::Allow,
    };
    let call = format!(r#"{{ tool = "{tool}", args = {{ tool = "echo" }} }}"#);
    calling(&call).plugin::<Relay>().gate::<ToolGate>(asks).start().await
}

#[tokio::test]
async fn a_question_is_taken_back_when_the_tool_that_asked_is_gone() {
    let host = host("hasty").await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let asked = question(&mut sent).await;
    let heard = host.listen(sent, true).await;
    TestHost::completed(&heard);
    // Those who watch are told before the turn goes on.
    let at = |wanted: fn(&Event) -> bool| heard.events.iter().position(wanted).unwrap();
    let resolved = at(|event| matches!(event, Event::Resolved { .. }));
    assert!(resolved < at(|event| matches!(event, Event::Result { tool, .. } if tool == "hasty")));
    assert_eq!((heard.results().len(), host.log.count("tool.after")), (2, 2));
    assert_eq!(host.store.approval(&asked.id).await.unwrap().unwrap().state, ApprovalState::Denied);
    assert_eq!(host.log.count("approval.resolved"), 1);
    // A yes that comes too late is for nothing, and for nothing later.
    let late = host.agent().answer(&asked.id, true, "ada", Scope::Tool).await.unwrap();
    assert!(matches!(late, Resolution::Before(_)), "{late:?}");
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_call_inside_another_is_closed_before_it_when_both_are_cancelled() {
    let host = host("patient").await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    let asked = question(&mut sent).await;
    sent.events.feed().cancel().cancel();
    let heard = host.listen(sent, true).await;
    assert_eq!(heard.results(), ["Error: cancelled", "Error: cancelled"]);
    assert_eq!(host.store.approval(&asked.id).await.unwrap().unwrap().state, ApprovalState::Denied);
    assert_eq!((host.log.count("tool.after"), host.log.count("approval.resolved")), (2, 1));
}

#[tokio::test]
async fn a_call_is_over_when_it_says_so_whatever_goes_on_behind_it() {
    let host = host("careless").await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    // Nobody answers.
    let mut results = Vec::new();
    while let Some(event) = sent.events.next().await {
        if let Event::Result { text, .. } = event {
            results.push(text);
        }
    }
    assert_eq!(results, ["begun"]);
}

#[tokio::test]
async fn a_host_that_stops_waits_for_no_human_whom_a_plugin_asks() {
    let host = host("patient").await;
    let mut sent = host.agent().send(TestHost::message("go")).await.unwrap();
    question(&mut sent).await;
    let stopped = host.agent().finish(Duration::from_mins(2));
    // Far less than that, and far more than it takes.
    assert!(tokio::time::timeout(Duration::from_mins(1), stopped).await.expect("it does not wait"));
}
