use hookwire::plugin;
use hookwire::plugin::ToolSource;
use std::sync::Arc;

#[derive(Default)]
struct Hub;

#[plugin]
impl Hub {
    /// What the server has.
    #[tools("my__server")]
    fn server(&self) -> Arc<dyn ToolSource> {
        todo!()
    }
}

fn main() {}
