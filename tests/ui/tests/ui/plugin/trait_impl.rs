use hookwire::plugin;
use hookwire::points::ToolCall;
use std::fmt;

#[derive(Default)]
struct Audit;

#[plugin]
impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ToolCall::default().tool.fmt(f)
    }
}

fn main() {}
