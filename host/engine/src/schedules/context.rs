use crate::state::EngineState;
use crate::store::Schedule;
use crate::time::Millis;
use hookwire::cx::{Cancel, Cx, RequestKind};
use hookwire::live::Wiring;

/// The shortest interval of a schedule, in milliseconds.
pub(super) const SHORTEST: Millis = 1000;

/// Returns the chains and the context for the points of a schedule.
pub(super) fn schedule_cx(state: &EngineState, schedule: &Schedule) -> (Wiring, Cx) {
    let Schedule { owner, session, .. } = schedule;
    let agent = agent(schedule).unwrap_or_else(|| state.options().route("schedule"));
    let mut identity = state.identity(RequestKind::Schedule, agent, owner, session.as_deref());
    identity.channel = Some("schedule".into());
    (state.wiring(&identity), state.cx(identity, Cancel::default()))
}

/// Returns the agent of a schedule; `None` for the one of the channel `schedule`.
pub(super) fn agent(schedule: &Schedule) -> Option<&str> {
    (!schedule.agent.is_empty()).then_some(&schedule.agent)
}
