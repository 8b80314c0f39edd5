use hookwire::points::ToolCall;
use hookwire::{Roster, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

struct Other;

fn roster() -> &'static Roster {
    plugins! {
        "one" => Other,
        "two" => Audit,
    }
}

fn main() {
    roster();
}
