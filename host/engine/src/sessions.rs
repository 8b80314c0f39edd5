//! Sessions: finding, closing and cancelling them.

use crate::state::EngineState;
use crate::store::{Owner, Session, StoreError};
use crate::time::now;
use hookwire::cx::Cx;
use hookwire::points::SessionEnd;

/// Returns a session, unless it belongs to another owner.
pub(crate) async fn owned(
    state: &EngineState,
    id: &str,
    owner: &Owner,
) -> Result<Option<Session>, StoreError> {
    // No id has a zero character, and not every database can be asked for one.
    if id.contains('\0') {
        return Ok(None);
    }
    Ok(state.store().session(id).await?.filter(|session| session.owner == *owner))
}

/// Closes a session and fires `session.end`; returns whether it was open.
pub(crate) async fn close(
    state: &EngineState,
    session: &str,
    expired: bool,
    cx: &Cx,
) -> Result<bool, StoreError> {
    let closed = state.store().close_session(session, expired, now()).await?;
    if closed {
        notify_closed(state, session, expired, cx).await;
    }
    Ok(closed)
}

/// Fires `session.end` for a session that was closed.
pub(crate) async fn notify_closed(state: &EngineState, session: &str, expired: bool, cx: &Cx) {
    let mut end = SessionEnd::new(session);
    end.expired = expired;
    state.wiring(cx.identity()).notify::<SessionEnd>(&end, cx).await;
}

/// Cancels what runs and waits in a session; returns the number of messages.
pub(crate) fn cancel(state: &EngineState, session: &str) -> usize {
    let feeds = state.feeds().of_session(session);
    for feed in &feeds {
        feed.cancel().cancel();
    }
    feeds.len()
}

/// Waits until nothing is left of a session's turns, the observers of their ends included.
pub(crate) async fn wait_until_idle(state: &EngineState, session: &str) {
    state.queues().enqueue(session).first().await;
}
