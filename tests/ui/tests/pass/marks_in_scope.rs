use hookwire::points::ToolCall;
#[allow(unused_imports)]
use hookwire::*;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new() -> Self {
        Self
    }

    #[start]
    fn start(&self) {}

    #[stop]
    fn stop(&self) {}

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}

    #[hookwire::hook("tool.before")]
    fn check_again(&self, _call: &mut ToolCall) {}

    /// Counts.
    #[tool]
    fn count(&self) -> u32 {
        0
    }

    #[command("/count")]
    fn say(&self) -> &'static str {
        "0"
    }

    /// Opens nothing but itself.
    #[model("self")]
    fn open(&self, _name: &str) -> std::sync::Arc<model::Scripted> {
        std::sync::Arc::new(model::Scripted::echo())
    }

    /// How to count.
    #[skill("counting")]
    const COUNTING: &str = "One by one.";
}

pub(crate) fn main() {
    assert_eq!(Audit::MANIFEST.hooks.len(), 2);
}
