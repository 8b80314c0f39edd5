use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    fn tidy(&self, _event: &hookwire::cx::ScheduleEvent, _more: u32) {}
}

fn main() {}
