use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5 minutes")]
    fn tidy(&self) {}
}

fn main() {}
