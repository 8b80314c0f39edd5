//! What hooks do to the tool calls of an agent.

use crate::{Ran, agent, asked, commands, hooks, running};
use hookwire::points::{ToolCall, ToolReport, ToolWrap};
use hookwire::{Next, Plugin, Result, Verdict, plugin};
use hookwire_tool_guard::ToolGuard;
use rig_core::completion::CompletionRequest;
use rig_core::test_utils::{MockCompletionModel, MockTurn};
use rig_core::tool::PortableTool;
use serde_json::{Value, json};
use std::convert::Infallible;

/// Has a gate that panics.
#[derive(Default)]
struct Broken;

#[plugin(id = "broken", unlinked)]
impl Broken {
    #[hook("tool.gate")]
    fn guard(&self, _: &ToolCall) -> Verdict {
        panic!("out of order");
    }
}

/// Lets commands list only, runs each twice, and ends the turn if one is `quit`.
#[derive(Default)]
struct Changing;

#[plugin(id = "changing", unlinked)]
impl Changing {
    #[hook("tool.before")]
    fn list_only(&self, call: &mut ToolCall) {
        if call.args["command"] != "quit" {
            call.args["command"] = "ls".into();
        }
    }

    #[hook("tool.wrap")]
    async fn twice(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call.clone()).await?;
        next.run(call).await
    }

    #[hook("tool.after")]
    fn end(&self, report: &mut ToolReport) {
        if report.call.args["command"] == "quit" {
            report.end_turn("bye");
        }
    }
}

/// A tool whose result is no text.
struct Count;

impl PortableTool for Count {
    const NAME: &'static str = "count";
    type Args = Value;
    type Output = Value;
    type Error = Infallible;

    fn description(&self) -> String {
        "Counts.".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object" })
    }

    async fn call(&self, _: Value) -> Result<Value, Infallible> {
        Ok(json!({ "count": 3 }))
    }
}

/// Plays a model that runs one command; returns the commands that ran, and what the model was asked.
async fn run(plugin: &'static hookwire::plugin::Manifest, command: &str) -> (Vec<String>, String) {
    let (model, ran) = (running(command), Ran::default());
    agent(&hooks(&[plugin]).await, &model, &ran).prompt("go").await.unwrap();
    (commands(&ran), asked(&model))
}

#[tokio::test]
async fn a_gate_that_panics_denies() {
    let (ran, asked) = run(Broken::MANIFEST, "ls").await;
    assert!(ran.is_empty());
    assert!(asked.contains("denied by `broken`") && asked.contains("out of order"), "{asked}");
}

#[tokio::test]
async fn a_call_that_a_human_would_have_to_allow_is_denied() {
    let (ran, asked) = run(ToolGuard::MANIFEST, "ls").await;
    assert!(ran.is_empty());
    assert!(asked.contains("nobody can be asked (`tool-guard`: it runs a program)"), "{asked}");
}

#[tokio::test]
async fn arguments_that_a_hook_changes_and_a_second_run_reach_the_tool() {
    assert_eq!(run(Changing::MANIFEST, "rm -rf /").await.0, ["ls", "ls"]);
}

#[tokio::test]
async fn a_hook_that_ends_the_turn_is_told_to_the_model_as_an_error() {
    let (_, asked) = run(Changing::MANIFEST, "quit").await;
    assert!(
        asked.contains("Error: a hook ends the turn with a reply, and a tool of rig cannot: bye"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_result_that_no_hook_changes_keeps_its_form() {
    let hooks = hooks(&[Changing::MANIFEST]).await;
    let call = MockTurn::tool_call("1", "count", json!({}));
    let model = MockCompletionModel::from_turns([call, MockTurn::text("three")]);
    let agent = hooks.agent(model.clone()).dynamic_tool(hooks.tool(Count)).default_max_turns(2).build();
    agent.prompt("count").await.unwrap();
    let history = |request: &CompletionRequest| json!(request.chat_history).to_string();
    let asked = model.requests().iter().map(history).collect::<String>();
    assert!(asked.contains(r#"{"type":"json","value":{"count":3}}"#), "{asked}");
}
