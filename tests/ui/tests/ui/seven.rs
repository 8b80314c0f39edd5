use hookwire::plugin;
use hookwire::points::{Delta, MessageReceived, ToolCall, ToolReport};
use serde::Deserialize;

#[derive(Default)]
struct Audit;

#[derive(Deserialize)]
struct Search {
    text: String,
}

#[plugin]
impl Audit {
    #[hook("tool.befor")]
    fn unknown_name(&self, _call: &mut ToolCall) {}

    #[hook("tool.before")]
    fn wrong_event(&self, _report: &mut ToolReport) {}

    #[hook("tool.gate")]
    fn wrong_return(&self, _call: &ToolCall) -> bool {
        true
    }

    #[hook("model.delta", timeout = "5")]
    fn wrong_timeout(&self, _delta: &mut Delta) {}

    #[hook("message.received")]
    fn wrong_receiver(&mut self, _message: &MessageReceived) {}

    #[command("reset")]
    fn wrong_command(&self) -> &'static str {
        "done"
    }

    /// Searches the notes.
    #[tool]
    async fn wrong_arguments(&self, args: Search) -> String {
        args.text
    }
}

fn main() {}
