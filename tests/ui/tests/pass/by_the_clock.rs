use hookwire::cx::{Missed, ScheduleEvent};
use hookwire::plugin::{DeclaredTrigger, Plugin, ScheduleDecl};
use hookwire::{Cx, Result, plugin};

#[derive(Default)]
struct Cache;

#[plugin(id = "cache")]
impl Cache {
    #[every("5m")]
    fn alone(&self) {}

    #[every("90s", jitter = "5s", missed = "run-once", timeout = "1m")]
    async fn event(&self, _event: &ScheduleEvent) {}

    #[cron("*/15 8-18 * jan-mar,12 mon-fri")]
    async fn cx(&self, _cx: &Cx) -> Result<()> {
        Ok(())
    }

    #[cron("0 9 1 * *", zone = "America/Argentina/Buenos_Aires", missed = "each")]
    fn both(&self, event: &ScheduleEvent, cx: &Cx) -> Result<(), std::fmt::Error> {
        cx.info(&event.schedule);
        Err(std::fmt::Error)
    }

    #[scheduled(timeout = "1m")]
    fn r#loop(&self) {}

    #[cfg(any())]
    #[every("1h")]
    fn never(&self) {}
}

pub(crate) fn main() {
    let all: Vec<_> = Cache::MANIFEST.contributions_of::<ScheduleDecl>().collect();
    let names: Vec<_> = all.iter().map(|decl| decl.name).collect();
    assert_eq!(names, ["cache/alone", "cache/event", "cache/cx", "cache/both", "cache/loop"]);
    assert_eq!(all[3].missed, Missed::Each);
    assert!(matches!(all[2].trigger, Some(DeclaredTrigger::Cron { zone: "UTC", .. })));
    assert_eq!(all[4].trigger, None);
}
