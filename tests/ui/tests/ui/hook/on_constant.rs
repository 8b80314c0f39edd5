use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    const LIMIT: u32 = 5;
}

fn main() {}
