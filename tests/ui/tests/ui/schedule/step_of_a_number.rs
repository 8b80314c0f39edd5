use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("5/10 * * * *")]
    fn tidy(&self) {}
}

fn main() {}
