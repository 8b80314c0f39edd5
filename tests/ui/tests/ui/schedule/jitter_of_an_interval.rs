use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m", jitter = "5m")]
    fn tidy(&self) {}
}

fn main() {}
