#![forbid(unsafe_code)]

use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCall) {}

    /// Counts the letters of a text.
    #[tool]
    fn count(&self, text: String) -> usize {
        text.len()
    }
}

pub(crate) fn main() {}
