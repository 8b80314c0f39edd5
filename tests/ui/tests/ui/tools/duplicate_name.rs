use hookwire::plugin;
use hookwire::plugin::ToolSource;
use std::sync::Arc;

#[derive(Default)]
struct Hub;

#[plugin]
impl Hub {
    /// What the server has.
    #[tools("server")]
    fn server(&self) -> Arc<dyn ToolSource> {
        todo!()
    }

    /// The same again.
    #[tools("server")]
    fn again(&self) -> Arc<dyn ToolSource> {
        todo!()
    }
}

fn main() {}
