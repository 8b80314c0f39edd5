//! Sessions: finding, closing, clearing and cancelling them.

use crate::state::EngineState;
use crate::store::{Owner, Session, StoreError, StoredMessage, TurnStatus};
use crate::time::now;
use hookwire::cx::{Cx, Identity};
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

/// Returns the owner whose sessions a request may see; none, where nobody asks.
pub(crate) async fn owner_of(state: &EngineState, identity: &Identity) -> Result<Option<Owner>, StoreError> {
    if !identity.has_caller() {
        return Ok(None);
    }
    // The owner of the request's own session is the one who asks, whatever its identity names the sender.
    if let Some(id) = &identity.session
        && let Some(session) = state.store().session(id).await?
    {
        return Ok(Some(session.owner));
    }
    Ok(Some(Owner::of(identity)))
}

/// Returns the messages of a session that its summary does not stand for, of all turns that have ended.
pub(crate) async fn ended_messages(
    state: &EngineState,
    session: &Session,
) -> Result<Vec<StoredMessage>, StoreError> {
    let mut messages = state.store().messages(&session.id, session.summarised, u32::MAX >> 1).await?;
    // Turns follow each other, so only the last one may run.
    if let Some(last) = messages.last().map(|message| message.turn) {
        let turn = state.store().turn(&session.id, last).await?;
        if turn.is_some_and(|turn| turn.state == TurnStatus::Running) {
            messages.retain(|message| message.turn < last);
        }
    }
    Ok(messages)
}

/// Has the agent of a session forget all turns that have ended.
pub(crate) async fn clear(state: &EngineState, session: &Session) -> Result<(), StoreError> {
    let messages = ended_messages(state, session).await?;
    let upto = messages.last().map_or(session.summarised, |message| message.seq);
    state.store().summarise(&session.id, "", upto).await
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
