use hookwire::points::ToolCall;
use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn list() -> &'static PluginList {
    plugins! {
        "one" -> Audit,
    }
}

fn main() {
    list();
}
