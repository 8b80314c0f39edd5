use hookwire::plugin;

#[plugin]
mod audit {}

fn main() {}
