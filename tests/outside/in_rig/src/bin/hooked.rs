//! A rig agent with two tools and a scripted model, which reads a file and wants to delete everything.

use hookwire::{Plugin, Registry};
use hookwire_redact::Redact;
use hookwire_tool_guard::ToolGuard;
use in_rig::Hooks;
use rig_core::test_utils::{MockCompletionModel, MockTurn};
use rig_core::tool::PortableTool;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, Mutex};

pub(crate) const KEY: &str = "sk-abcdefghijklmnopqrstuvwxyz";

/// The commands that were run.
pub(crate) type Ran = Arc<Mutex<Vec<String>>>;

pub(crate) struct ReadFile;

impl PortableTool for ReadFile {
    const NAME: &'static str = "read_file";
    type Args = Value;
    type Output = String;
    type Error = Infallible;

    fn description(&self) -> String {
        "Reads a file.".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object", "properties": { "path": { "type": "string" } }, "required": ["path"] })
    }

    async fn call(&self, args: Value) -> Result<String, Infallible> {
        Ok(format!("{}: token = \"{KEY}\"", args["path"]))
    }
}

pub(crate) struct RunCommand(pub(crate) Ran);

impl PortableTool for RunCommand {
    const NAME: &'static str = "run_command";
    type Args = Value;
    type Output = String;
    type Error = Infallible;

    fn description(&self) -> String {
        "Runs a command.".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object", "properties": { "command": { "type": "string" } }, "required": ["command"] })
    }

    // It only notes the command: an example deletes nothing.
    async fn call(&self, args: Value) -> Result<String, Infallible> {
        self.0.lock().unwrap().push(args["command"].as_str().unwrap_or_default().into());
        Ok("done".into())
    }
}

pub(crate) async fn answer(
    model: MockCompletionModel,
    ran: Ran,
    question: &str,
) -> Result<String, Box<dyn Error>> {
    let list = Registry::of(&[ToolGuard::MANIFEST, Redact::MANIFEST])?;
    let hooks = Hooks::start(list, json!({ "redact": { "requests": true } })).await?;
    let agent = hooks
        .agent(model)
        .preamble("You tidy up.")
        .dynamic_tool(hooks.tool(ReadFile))
        .dynamic_tool(hooks.tool(RunCommand(ran)))
        .default_max_turns(5)
        .build();
    Ok(agent.prompt(question).await?.output())
}

pub(crate) fn script() -> MockCompletionModel {
    MockCompletionModel::from_turns([
        MockTurn::tool_call("1", "read_file", json!({ "path": "settings.toml" })),
        MockTurn::tool_call("2", "run_command", json!({ "command": "rm -rf /" })),
        MockTurn::text("I have tidied up."),
    ])
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (model, ran) = (script(), Ran::default());
    println!("{}", answer(model.clone(), ran.clone(), &format!("tidy up; my key is {KEY}")).await?);
    println!("commands that ran: {:?}", ran.lock().unwrap());
    if let Some(request) = model.requests().last() {
        println!("what the model read: {}", json!(request.chat_history));
    }
    Ok(())
}
