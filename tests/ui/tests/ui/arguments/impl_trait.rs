use hookwire::plugin;
use std::fmt::Debug;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut impl Debug) {}
}

fn main() {}
