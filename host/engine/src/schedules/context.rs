use crate::state::EngineState;
use crate::store::{Owner, PluginSchedule, Schedule};
use crate::time::Millis;
use hookwire::cx::{Cancel, Cx, RequestKind, ScheduleAction};
use hookwire::live::Wiring;

/// The shortest interval of a schedule, in milliseconds.
pub(super) const SHORTEST: Millis = 1000;

/// Returns the chains and the context for the points of a schedule.
pub(super) fn schedule_cx(state: &EngineState, schedule: &Schedule) -> (Wiring, Cx) {
    let Schedule { owner, session, .. } = schedule;
    let agent = agent(schedule).unwrap_or_else(|| state.options().route("schedule"));
    let mut identity = state.identity(RequestKind::Schedule, agent, owner, session.as_deref());
    identity.channel = Some("schedule".into());
    if is_nobodys(schedule) {
        identity.kind = RequestKind::Internal;
        (identity.tenant, identity.user, identity.admin) = (None, None, false);
    }
    (state.wiring(&identity), state.cx(identity, Cancel::default()))
}

/// Returns whether a schedule calls a method of a plugin in nobody's name: it is an attribute's, or was made where nobody
/// asked, which shows by the agent that it lacks.
fn is_nobodys(schedule: &Schedule) -> bool {
    let is_event = |it: &PluginSchedule| matches!(it.action, ScheduleAction::Event { .. });
    schedule.plugin.as_ref().is_some_and(is_event)
        && schedule.owner == Owner::default()
        && schedule.agent.is_empty()
}

/// Returns the agent of a schedule; `None` for the one of the channel `schedule`.
pub(super) fn agent(schedule: &Schedule) -> Option<&str> {
    (!schedule.agent.is_empty()).then_some(&schedule.agent)
}
