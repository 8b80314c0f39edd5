use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    #[cron("0 9 * * *")]
    fn tidy(&self) {}
}

fn main() {}
