use hookwire::plugin;
use hookwire::points::Delta;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("model.delta")]
    async fn hide(&self, _delta: &mut Delta) {}
}

fn main() {}
