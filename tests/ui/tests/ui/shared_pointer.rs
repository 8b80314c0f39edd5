use hookwire::plugin;
use hookwire::points::ToolCall;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Default)]
struct Audit {
    seen: Rc<RefCell<Vec<String>>>,
}

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, call: &mut ToolCall) {
        self.seen.borrow_mut().push(call.tool.clone());
    }
}

fn main() {}
