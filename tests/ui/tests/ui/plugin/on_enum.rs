use hookwire::plugin;

#[plugin]
enum Audit {
    Open,
}

fn main() {}
