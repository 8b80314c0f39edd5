use hookwire::plugin;
use hookwire::points::ToolCall;
use std::cell::Cell;

#[derive(Default)]
struct Audit {
    count: Cell<u32>,
}

#[plugin]
impl Audit {
    #[init]
    fn new() -> Self {
        Self::default()
    }

    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCall) {
        self.count.set(self.count.get() + 1);
    }
}

fn main() {}
