use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 9 * * monday")]
    fn tidy(&self) {}
}

fn main() {}
