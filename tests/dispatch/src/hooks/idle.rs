//! Plugins that do not care for tool calls.

use crate::ours::Sixteen;
use hookwire::points::ToolReport;
use hookwire::{Plugin, plugin};

macro_rules! idle {
    ($($name:ident $id:literal)*) => {
        $(
            #[derive(Debug, Default)]
            struct $name;

            #[plugin(id = $id)]
            impl $name {
                #[hook("tool.after")]
                fn after(&self, _: &mut ToolReport) {}
            }
        )*

        pub(crate) const IDLE: Sixteen = [$($name::MANIFEST),*];
    };
}

idle! {
    I0 "idle-0" I1 "idle-1" I2 "idle-2" I3 "idle-3" I4 "idle-4" I5 "idle-5" I6 "idle-6" I7 "idle-7"
    I8 "idle-8" I9 "idle-9" I10 "idle-10" I11 "idle-11" I12 "idle-12" I13 "idle-13" I14 "idle-14" I15 "idle-15"
}
