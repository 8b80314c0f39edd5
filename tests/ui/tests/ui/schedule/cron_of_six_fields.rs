use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 0 9 * * mon")]
    fn tidy(&self) {}
}

fn main() {}
