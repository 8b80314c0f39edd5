use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron("0 9 * * *", zone = "Berlin time")]
    fn tidy(&self) {}
}

fn main() {}
