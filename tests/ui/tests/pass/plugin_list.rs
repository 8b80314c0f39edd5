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

    #[derive(Default)]
    pub struct Siren;

    #[plugin(id = "siren")]
    impl Siren {
        #[hook("tool.before")]
        fn wail(&self, _call: &mut ToolCall) {}
    }
}

#[derive(Default)]
struct Log;

#[plugin(id = "log", capabilities = [net, files], requires = ["audit"], conflicts = ["off", "nobody"])]
impl Log {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

static PLUGINS: &PluginList = plugins! {
    "one" => audit::Audit,
    "one" => audit::Siren,
    "two" => Log { files, net },
    "off" => no::Such,
};

pub(crate) fn main() {
    let empty: &PluginList = plugins! {};
    assert!(empty.entries.is_empty());
    let ids: Vec<_> = PLUGINS.entries.iter().map(|entry| entry.manifest.id).collect();
    assert_eq!(ids, ["audit", "siren", "log"]);
    assert_eq!(PLUGINS.feature_disabled, ["off"]);
    let hooks = PLUGINS.orders.expect("the compiler has ordered them").hooks;
    let hooks: Vec<_> = hooks.iter().map(|node| (node.plugin, node.hook)).collect();
    assert_eq!(hooks, [(0, 0), (2, 0), (1, 0)]);
}
