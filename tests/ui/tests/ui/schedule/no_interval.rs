use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every]
    fn tidy(&self) {}
}

fn main() {}
