use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 9 * * mon", jitter = "2d")]
    fn tidy(&self) {}
}

fn main() {}
