use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[scheduled]
    fn tidy(&self, _event: hookwire::cx::ScheduleEvent) {}
}

fn main() {}
