mod outer {
    mod inner {
        use hookwire::points::ToolCall;

        #[derive(Default)]
        struct Audit;

        #[hookwire::plugin(id = "inner-audit")]
        impl Audit {
            #[hook("tool.before")]
            fn check(&self, _call: &mut ToolCall) {}
        }
    }
}

pub(crate) fn main() {
    let plugins = hookwire::__private::HOOKWIRE_PLUGINS;
    assert!(plugins.iter().any(|plugin| plugin.id == "inner-audit"));
}
