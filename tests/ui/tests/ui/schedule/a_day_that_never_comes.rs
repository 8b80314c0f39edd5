use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 0 31 feb *")]
    fn tidy(&self) {}
}

fn main() {}
