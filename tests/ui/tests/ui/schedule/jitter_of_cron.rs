use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("*/5 9 * * mon", jitter = "5m")]
    fn tidy(&self) {}
}

fn main() {}
