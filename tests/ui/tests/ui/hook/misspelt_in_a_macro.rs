use hookwire::plugin;
use hookwire::points::ToolCall;

macro_rules! auditor {
    ($name:ident) => {
        #[derive(Default)]
        struct $name;

        #[plugin]
        impl $name {
            #[hook("tool.befor")]
            fn check(&self, _call: &mut ToolCall) {}
        }
    };
}

auditor!(Audit);

fn main() {}
