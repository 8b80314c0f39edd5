use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit<const LIMIT: usize> {
    seen: std::sync::Mutex<Vec<String>>,
}

#[plugin(id = "audit-four")]
impl Audit<4> {
    #[hook("tool.before")]
    fn check(&self, call: &mut ToolCall) {
        self.seen.lock().unwrap().push(call.tool.clone());
    }
}

pub(crate) fn main() {}
