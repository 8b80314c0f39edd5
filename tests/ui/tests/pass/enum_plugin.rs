use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};

#[derive(Default)]
enum Guard {
    #[default]
    Open,
    #[allow(dead_code)]
    Shut,
}

#[plugin]
impl Guard {
    #[hook("tool.gate")]
    async fn check(&self, _call: &ToolCall) -> Verdict {
        match self {
            Self::Open => Verdict::Allow,
            Self::Shut => Verdict::deny("shut"),
        }
    }
}

pub(crate) fn main() {}
