use hookwire::points::{Request, RequestStart, ToolCall};
use hookwire::{Plugin, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    #[hook(Check, priority = 5)]
    async fn check(&self, _call: &mut ToolCall) {}

    #[hook(RequestStart)]
    fn begin(&self, _request: &Request) {}
}

#[hookwire::hook_point("test.check", kind = edit, event = ToolCall)]
#[derive(Debug)]
struct Check;

pub(crate) fn main() {
    assert_eq!(Audit::MANIFEST.hooks.len(), 3);
    assert_eq!(Audit::MANIFEST.hooks[0].method, Audit::MANIFEST.hooks[1].method);
}
