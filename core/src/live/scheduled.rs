use super::plugins::Plugins;
use super::wiring::Wiring;
use crate::cx::{Cx, NewSchedule, ScheduleAction, ScheduleError, ScheduleEvent};
use crate::error::Result;
use crate::plugin::ScheduleDecl;
use hookwire_text::suggest;

impl Plugins {
    /// Returns the chains and contributions of all plugins that are live, whatever agents they work for.
    pub fn wiring_of_all(&self) -> Wiring {
        self.own_cx().wired().unwrap_or_default()
    }
}

impl Wiring {
    /// Runs a plugin's method that runs by the clock, or returns `None` if there is none of this name.
    pub async fn run_scheduled(
        &self,
        plugin: &str,
        method: &str,
        event: ScheduleEvent,
        cx: &Cx,
    ) -> Option<Result<()>> {
        let name = ScheduleDecl::full_name(plugin, method);
        let (decl, _) = self.contributions::<ScheduleDecl>().find(|(decl, _)| decl.name == name)?;
        let limit = decl.limit();
        self.call::<ScheduleDecl>(&name, event, limit, cx).await
    }

    /// Checks a schedule that a plugin wants against its methods: one that is called is there, and no attribute makes a
    /// schedule of the same name.
    pub fn check_schedule(&self, plugin: &str, wanted: &NewSchedule) -> Result<(), ScheduleError> {
        let own = || self.contributions::<ScheduleDecl>().filter(|(_, owner)| owner.id == plugin);
        if own().any(|(decl, _)| decl.trigger.is_some() && decl.method() == wanted.name) {
            return Err(ScheduleError::Declared { name: wanted.name.clone() });
        }
        let ScheduleAction::Event { method, .. } = &wanted.action else { return Ok(()) };
        let methods = || own().filter(|(decl, _)| decl.trigger.is_none()).map(|(decl, _)| decl.method());
        if methods().any(|known| known == method) {
            return Ok(());
        }
        Err(ScheduleError::NoMethod(format!(
            "`{plugin}` has no method `{method}` that is marked `#[scheduled]`{}",
            suggest::hint(method, methods())
        )))
    }
}
