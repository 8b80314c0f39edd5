//! Sixteen plugins that hook both points, and sixteen that hook another one.

use hookwire::plugin::Manifest;
use hookwire::points::{Delta, ToolCall, ToolReport};
use hookwire::{Plugin, plugin};

use crate::call;

macro_rules! plugins {
    ($($interested:ident $yes:literal, $idle:ident $no:literal;)*) => {
        $(
            #[derive(Default)]
            struct $interested;

            #[plugin(id = $yes)]
            impl $interested {
                #[hook("tool.before")]
                async fn before(&self, call: &mut ToolCall) {
                    call::look(&call.tool, &call.args);
                }

                #[hook("model.delta")]
                fn delta(&self, delta: &mut Delta) {
                    call::look(&delta.text, &delta.last);
                }
            }

            #[derive(Default)]
            struct $idle;

            #[plugin(id = $no)]
            impl $idle {
                #[hook("tool.after")]
                fn after(&self, _: &mut ToolReport) {}
            }
        )*

        pub const INTERESTED: &[&Manifest] = &[$($interested::MANIFEST),*];
        pub const IDLE: &[&Manifest] = &[$($idle::MANIFEST),*];
    };
}

plugins! {
    Interested0 "interested-0", Idle0 "idle-0";
    Interested1 "interested-1", Idle1 "idle-1";
    Interested2 "interested-2", Idle2 "idle-2";
    Interested3 "interested-3", Idle3 "idle-3";
    Interested4 "interested-4", Idle4 "idle-4";
    Interested5 "interested-5", Idle5 "idle-5";
    Interested6 "interested-6", Idle6 "idle-6";
    Interested7 "interested-7", Idle7 "idle-7";
    Interested8 "interested-8", Idle8 "idle-8";
    Interested9 "interested-9", Idle9 "idle-9";
    Interested10 "interested-10", Idle10 "idle-10";
    Interested11 "interested-11", Idle11 "idle-11";
    Interested12 "interested-12", Idle12 "idle-12";
    Interested13 "interested-13", Idle13 "idle-13";
    Interested14 "interested-14", Idle14 "idle-14";
    Interested15 "interested-15", Idle15 "idle-15";
}
