use hookwire::plugin;
use hookwire::points::ToolCall;
use std::cell::Cell;

#[derive(Default)]
struct Audit {
    count: Cell<u32>,
}

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {
        self.count.set(self.count.get() + 1);
    }
}

fn main() {}
