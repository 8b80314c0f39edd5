use hookwire::plugin;

#[plugin]
#[derive(Default)]
struct Audit;

fn main() {}
