use super::begin::begin;
use crate::state::EngineState;
use crate::store::{InboxMessage, Owner, StoreError};
use crate::turn::Turn;
use std::sync::Arc;

/// Starts the turns of all messages that another process accepted and did not answer; returns how many.
pub(crate) async fn resume_all(state: &Arc<EngineState>) -> Result<usize, StoreError> {
    let messages = state.store().unanswered().await?;
    let count = resume(state, messages).await?;
    state.set_resumed();
    Ok(count)
}

/// Starts the turns of one session's messages that another process accepted and did not answer; returns how many.
pub(crate) async fn resume_session(state: &Arc<EngineState>, session: &str) -> Result<usize, StoreError> {
    let mut messages = state.store().unanswered().await?;
    messages.retain(|message| message.session == session);
    resume(state, messages).await
}

async fn resume(state: &Arc<EngineState>, messages: Vec<InboxMessage>) -> Result<usize, StoreError> {
    let count = messages.len();
    for message in messages {
        let session = state.store().session(&message.session).await?;
        let owner = session.map_or_else(Owner::default, |session| session.owner);
        begin(state, Turn::new(owner, message, state.new_feed()));
    }
    Ok(count)
}
