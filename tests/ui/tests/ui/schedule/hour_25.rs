use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 25 * * *")]
    fn tidy(&self) {}
}

fn main() {}
