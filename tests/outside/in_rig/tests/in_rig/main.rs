//! Tests of an agent of rig that has plugins of Hookwire in front of its tools and its model.

mod agents;
mod foreign;
mod model;
mod points;
mod tools;

#[path = "../../src/bin/hooked.rs"]
#[allow(dead_code, reason = "its own `main` is not called here")]
mod hooked;
#[path = "../../src/bin/plain.rs"]
#[allow(dead_code, reason = "its own `main` is not called here")]
mod plain;

use hookwire::Registry;
use hookwire::plugin::Manifest;
use in_rig::Hooks;
use plain::{Ran, ReadFile, RunCommand};
use rig_agent::Agent;
use rig_core::test_utils::{MockCompletionModel, MockTurn};
use serde_json::json;

/// Starts plugins, without a configuration.
async fn hooks(plugins: &[&'static Manifest]) -> Hooks {
    Hooks::start(Registry::of(plugins).unwrap(), json!({})).await.unwrap()
}

/// Makes an agent with both tools behind hooks; the commands that it runs are noted in `ran`.
fn agent(hooks: &Hooks, model: &MockCompletionModel, ran: &Ran) -> Agent {
    let agent = hooks.agent(model.clone()).preamble("You tidy up.").dynamic_tool(hooks.tool(ReadFile));
    agent.dynamic_tool(hooks.tool(RunCommand(ran.clone()))).default_max_turns(5).build()
}

/// Makes a model that runs a command and is done.
fn running(command: &str) -> MockCompletionModel {
    let call = MockTurn::tool_call("1", "run_command", json!({ "command": command }));
    MockCompletionModel::from_turns([call, MockTurn::text("done")])
}

/// Returns everything that a model was asked.
fn asked(model: &MockCompletionModel) -> String {
    let texts = model.requests().into_iter().map(|request| json!(request.chat_history).to_string());
    texts.collect()
}

fn commands(ran: &Ran) -> Vec<String> {
    ran.lock().unwrap().clone()
}
