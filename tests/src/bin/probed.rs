//! An agent like any other, whose one plugin hooks everything, and whose second edits what the first edits.
//!
//! Tests run it to see that the command line goes the way all doors go.

use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Debug, Default)]
struct Second;

#[plugin(id = "second")]
impl Second {
    #[hook("tool.before")]
    fn edit(&self, _: &mut ToolCall) {}
}

fn main() -> std::process::ExitCode {
    hookwire_host::main(hookwire::plugins! {
        "one" => hookwire_tests::test_host::Probe,
        "two" => hookwire_tests::test_host::Tools,
        "three" => Second,
    })
}
