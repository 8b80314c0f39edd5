use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};
use std::future::ready;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    fn check(&self, _call: &ToolCall) -> impl Future<Output = Verdict> + Send {
        ready(Verdict::Allow)
    }
}

fn main() {}
