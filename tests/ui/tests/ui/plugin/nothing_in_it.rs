use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {}

fn main() {}
