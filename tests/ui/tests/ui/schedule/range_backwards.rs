use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 22-6 * * *")]
    fn tidy(&self) {}
}

fn main() {}
