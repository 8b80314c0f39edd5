use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("10ms")]
    fn tidy(&self) {}
}

fn main() {}
