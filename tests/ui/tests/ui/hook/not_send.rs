use hookwire::plugin;
use hookwire::points::ToolCall;
use std::rc::Rc;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCall) {
        let count = Rc::new(1);
        std::future::ready(()).await;
        drop(count);
    }
}

fn main() {}
