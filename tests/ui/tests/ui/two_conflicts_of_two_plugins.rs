use hookwire::points::ToolCall;
use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit", capabilities = [net])]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

#[derive(Default)]
struct Log;

#[plugin(id = "log", capabilities = [files])]
impl Log {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn list() -> &'static PluginList {
    plugins! {
        "one" => Audit,
        "two" => Log,
    }
}

fn main() {
    list();
}
