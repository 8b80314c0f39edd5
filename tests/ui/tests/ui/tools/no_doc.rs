use hookwire::plugin;
use hookwire::plugin::ToolSource;
use std::sync::Arc;

#[derive(Default)]
struct Hub;

#[plugin]
impl Hub {
    #[tools("server")]
    fn server(&self) -> Arc<dyn ToolSource> {
        todo!()
    }
}

fn main() {}
