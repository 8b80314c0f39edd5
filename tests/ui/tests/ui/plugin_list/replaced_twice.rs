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

#[plugin(id = "log", replaces = "audit")]
impl Log {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

#[derive(Default)]
struct Third;

#[plugin(id = "third", replaces = "audit")]
impl Third {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn list() -> &'static PluginList {
    plugins! {
        "one" => Audit,
        "two" => Log,
        "three" => Third,
    }
}

fn main() {
    list();
}
