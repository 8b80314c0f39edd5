use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[scheduled(zone = "UTC")]
    fn tidy(&self) {}
}

fn main() {}
