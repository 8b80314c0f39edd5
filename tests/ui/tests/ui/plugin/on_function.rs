use hookwire::plugin;

#[plugin]
fn audit() {}

fn main() {}
