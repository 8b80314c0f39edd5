use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[scheduled("5m")]
    fn tidy(&self) {}
}

fn main() {}
