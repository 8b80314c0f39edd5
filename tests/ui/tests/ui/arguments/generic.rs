use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check<E>(&self, _call: &mut E) {}
}

fn main() {}
