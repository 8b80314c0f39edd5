use hookwire::plugin;
use hookwire::points::ToolCall;
use std::rc::Rc;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    async fn new() -> Self {
        let count = Rc::new(1);
        std::future::ready(()).await;
        drop(count);
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
