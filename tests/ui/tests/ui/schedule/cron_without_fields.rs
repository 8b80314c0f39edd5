use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[cron]
    fn tidy(&self) {}
}

fn main() {}
