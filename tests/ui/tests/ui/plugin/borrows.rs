use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit<'a>(Option<&'a str>);

#[plugin]
impl Audit<'_> {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
