use hookwire::plugin::ToolSource;
use hookwire::{Cx, plugin};
use std::sync::Arc;

#[derive(Default)]
struct Hub;

#[plugin]
impl Hub {
    /// What the server has.
    #[tools("server")]
    fn server(&self, cx: &Cx) -> Arc<dyn ToolSource> {
        todo!()
    }
}

fn main() {}
