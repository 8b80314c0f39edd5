use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    fn tidy(&self) -> u32 {
        5
    }
}

fn main() {}
