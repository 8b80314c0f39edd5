use hookwire::points::{MessageReceived, ToolCall};
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin(id = "The Audit", teir = "worker")]
impl Audit {
    #[hook("tool.before", timeout = "5", priority = "high", prio = 5)]
    async fn check<'a>(&mut self, _cx: &'a Cx, _call: &'a mut ToolCall) {}

    #[hook("message.received")]
    fn note(&self, _message: MessageReceived) -> bool {
        true
    }
}

fn main() {}
