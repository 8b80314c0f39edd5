use hookwire::points::{ToolBefore, ToolCall};
use hookwire::{Cx, Plugin, hook_point, plugin};

macro_rules! auditor {
    ($name:ident, $id:literal, $kind:ident, $point:path, $event:ty, $cx:ty) => {
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[hook_point("test.made", kind = $kind)]
        pub struct Made;

        #[derive(Default)]
        struct $name;

        #[plugin(id = $id)]
        impl $name {
            #[hook("tool.before")]
            async fn named(&self, _event: $event, _cx: $cx) {}

            #[hook($point)]
            fn pathed(&self, _event: $event) {}

            #[hook(Made)]
            fn made(&self, _event: &Made) {}

            /// Counts.
            #[tool]
            async fn count(&self, text: String, cx: $cx) -> usize {
                cx.info(&text);
                text.len()
            }
        }
    };
}

auditor!(Audit, "audit", observe, ToolBefore, &mut ToolCall, &Cx);

pub(crate) fn main() {
    assert_eq!(Audit::MANIFEST.id, "audit");
}
