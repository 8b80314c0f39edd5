use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m", zone = "UTC")]
    fn tidy(&self) {}
}

fn main() {}
