//! A plugin whose `impl` block a `macro_rules!` writes.

use hookwire::plugin;
use hookwire::points::{MessageReceived, ToolCall};

macro_rules! plugins {
    ($($id:literal $name:ident $body:tt),*) => { $(one! { $id $name $body })* };
}

macro_rules! one {
    ($id:literal $name:ident { $($body:tt)* }) => {
        #[derive(Default)]
        pub struct $name;

        #[plugin(id = $id)]
        impl $name { $($body)* }
    };
}

plugins! {
    "one" One {
        #[hook("message.received")]
        async fn seen(&self, _: &MessageReceived) {}
        #[hook("tool.before")]
        fn before(&self, call: &mut ToolCall) { call.tool.push('!'); }
        /// Says it again.
        #[tool]
        async fn echo(&self, text: String) -> String { text }
    },
    "two" Two {
        /// Says nothing.
        #[command("/quiet")]
        fn quiet(&self, _: &str) -> String { String::new() }
    }
}

pub(crate) fn main() {}
