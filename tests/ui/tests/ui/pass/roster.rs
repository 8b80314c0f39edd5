#![deny(unexpected_cfgs)]

use hookwire::points::ToolCall;
use hookwire::{Roster, plugin, plugins};

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

static ROSTER: &Roster = plugins! {
    "one" => audit::Audit,
    "two" => Log,
};

fn main() {
    let empty: &Roster = plugins! {};
    assert!(empty.entries.is_empty());
    let ids: Vec<_> = ROSTER.entries.iter().map(|entry| entry.manifest.id).collect();
    assert_eq!(ids, ["audit", "log"]);
}
