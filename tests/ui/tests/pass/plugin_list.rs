#![deny(unexpected_cfgs)]

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

#[derive(Default)]
struct Log;

#[plugin(id = "log")]
impl Log {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

static PLUGINS: &PluginList = plugins! {
    "one" => audit::Audit,
    "two" => Log,
};

pub(crate) fn main() {
    let empty: &PluginList = plugins! {};
    assert!(empty.entries.is_empty());
    let ids: Vec<_> = PLUGINS.entries.iter().map(|entry| entry.manifest.id).collect();
    assert_eq!(ids, ["audit", "log"]);
}
