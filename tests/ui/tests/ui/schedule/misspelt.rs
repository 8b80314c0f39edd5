use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[evry("5m")]
    fn tidy(&self) {}
}

fn main() {}
