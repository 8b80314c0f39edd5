use crate::sessions;
use crate::state::EngineState;
use crate::store::StoreError;
use crate::time::Millis;
use hookwire::cx::{Cancel, RequestKind};

/// The most sessions that are closed in one sweep.
const BATCH: u32 = 100;

/// Ends the approvals, removes the values of plugins and closes the sessions that have expired at `now`; returns the number of sessions.
pub(crate) async fn sweep(state: &EngineState, now: Millis) -> Result<usize, StoreError> {
    for approval in state.store().expire_approvals(now).await? {
        // The turn that waits for the approval fires the event.
        state.approvals().wake(&approval.id);
    }
    state.store().remove_expired_values(now).await?;
    let since = now.saturating_sub(state.options().sessions.expire.millis());
    let idle = state.store().idle_sessions(since, BATCH).await?;
    let mut closed = 0;
    for session in idle {
        let identity = state.session_identity(RequestKind::Internal, &session);
        let cx = state.cx(identity, Cancel::default());
        closed += usize::from(sessions::close(state, &session.id, true, &cx).await?);
    }
    Ok(closed)
}
