use hookwire::points::ToolCall;
use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

struct Other;

fn list() -> &'static PluginList {
    plugins! {
        "one" => Other,
        "two" => Audit,
    }
}

fn main() {
    list();
}
