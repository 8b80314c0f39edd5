use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit<S>(S);

#[plugin]
impl<S> Audit<S> {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
