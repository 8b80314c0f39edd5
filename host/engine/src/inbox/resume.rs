use super::begin::begin;
use crate::state::EngineState;
use crate::store::{InboxMessage, Owner, StoreError};
use crate::turn::Turn;
use std::sync::Arc;

/// Starts the turns of all messages that another process accepted and did not answer; returns how many.
///
/// Turns that have ended and whose observers may not have heard of it are begun as well, to tell them.
pub(crate) async fn resume_all(state: &Arc<EngineState>) -> Result<usize, StoreError> {
    let count = resume(state, |_| true).await?;
    state.set_resumed();
    Ok(count)
}

/// Starts the turns of one session's messages that another process accepted and did not answer; returns how many.
pub(crate) async fn resume_session(state: &Arc<EngineState>, session: &str) -> Result<usize, StoreError> {
    resume(state, |message| message.session == session).await
}

async fn resume(
    state: &Arc<EngineState>,
    wanted: impl Fn(&InboxMessage) -> bool,
) -> Result<usize, StoreError> {
    // These come first, as an ended turn came before an unanswered message of its session.
    for message in state.store().unnotified().await?.into_iter().filter(&wanted) {
        begin_again(state, message).await?;
    }
    let mut count = 0;
    for message in state.store().unanswered().await?.into_iter().filter(&wanted) {
        begin_again(state, message).await?;
        count += 1;
    }
    Ok(count)
}

async fn begin_again(state: &Arc<EngineState>, message: InboxMessage) -> Result<(), StoreError> {
    let session = state.store().session(&message.session).await?;
    let owner = session.map_or_else(Owner::default, |session| session.owner);
    begin(state, Turn::new(owner, message, state.new_feed()));
    Ok(())
}
