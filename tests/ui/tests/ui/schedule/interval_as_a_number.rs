use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every(5)]
    fn tidy(&self) {}
}

fn main() {}
