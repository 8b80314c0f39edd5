use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m", missed = "later")]
    fn tidy(&self) {}
}

fn main() {}
