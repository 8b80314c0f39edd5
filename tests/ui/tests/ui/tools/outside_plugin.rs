use hookwire::plugin::ToolSource;
use hookwire::tools;
use std::sync::Arc;

#[derive(Default)]
struct Hub;

impl Hub {
    /// What the server has.
    #[tools("server")]
    fn server(&self) -> Arc<dyn ToolSource> {
        todo!()
    }
}

fn main() {}
