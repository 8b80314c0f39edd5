use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    fn tidy() {}
}

fn main() {}
