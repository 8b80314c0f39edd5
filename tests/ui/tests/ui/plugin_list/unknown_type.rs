use hookwire::points::ToolCall;
use hookwire::{PluginList, plugin, plugins};

mod audit {
    use super::*;

    #[derive(Default)]
    pub struct Audit;

    #[plugin(id = "audit")]
    impl Audit {
        #[hook("tool.before")]
        fn check(&self, _call: &mut ToolCall) {}
    }
}

fn list() -> &'static PluginList {
    plugins! {
        "one" => audit::Audti,
    }
}

fn main() {
    list();
}
