use hookwire::points::ToolCall;
use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

#[derive(Default)]
struct Log;

#[plugin(id = "log")]
impl Log {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn list() -> &'static PluginList {
    plugins! {
        "oen" => Audit,
        "two" => Log,
    }
}

fn main() {
    list();
}
