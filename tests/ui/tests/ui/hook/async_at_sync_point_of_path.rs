use hookwire::plugin;
use hookwire::points::{Delta, ModelDelta};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ModelDelta)]
    async fn hide(&self, _delta: &mut Delta) {}
}

fn main() {}
