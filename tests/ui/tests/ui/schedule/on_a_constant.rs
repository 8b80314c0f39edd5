use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    const TIDY: u32 = 5;
}

fn main() {}
