use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    fn tidy(&self, _cx: &hookwire::Cx, _event: &hookwire::cx::ScheduleEvent) {}
}

fn main() {}
