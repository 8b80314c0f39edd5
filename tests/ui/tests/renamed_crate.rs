//! A plugin in a crate that has given this one another name.

extern crate hookwire as renamed;

use renamed::points::{ToolCall, ToolReport, ToolWrap};
use renamed::{Next, Result};

mod hookwire {}

#[renamed::hook_point("test.renamed", kind = observe, crate = ::renamed)]
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Renamed;

/// A part of an event.
#[derive(renamed::Described)]
#[described(crate = ::renamed)]
struct Part {
    /// Of its own kind.
    _inner: Vec<Part>,
}

#[derive(Default)]
struct Audit;

#[renamed::plugin(crate = ::renamed)]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCall) {}

    #[hook(Renamed)]
    fn own(&self, _event: &Renamed) {}

    #[hook("tool.wrap")]
    async fn time(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }

    /// Counts.
    #[tool]
    fn count(&self, text: String) -> usize {
        text.len()
    }
}

#[test]
fn a_type_is_described_under_the_other_name_and_may_hold_itself() {
    let info = <Part as renamed::Described>::INFO;
    assert_eq!((info.doc, info.fields[0].type_name), ("A part of an event.", "Vec<Part>"));
    assert_eq!(info.with_parts().len(), 1);
}

#[test]
fn a_plugin_may_name_the_crate_otherwise() {}
