//! Messages that are sent again with the same key: the second sender hears the first one's answer.
//!
//! That a key is used once is the promise of the store: `InboxStore::accept`.

use super::begin::{begin, push_accepted};
use super::message::digest;
use super::{Incoming, SendError, Sent, session_for_key};
use crate::feed::{Feed, Outcome, Reader};
use crate::state::EngineState;
use crate::store::{Duplicate, Session};
use crate::turn::Turn;
use std::sync::Arc;
use std::time::Duration;

/// How many times, and how often, the feed of a message is looked for that was accepted a moment ago.
const LOOKS: u32 = 20;
const LOOK: Duration = Duration::from_millis(5);

/// Returns the first sending of a message, if there was one, before any hook runs for the second; the session may be closed.
pub(super) async fn find(
    state: &Arc<EngineState>,
    incoming: &Incoming,
    agent: &str,
    session: Option<&Session>,
    feed: &Feed,
) -> Result<Option<Sent>, SendError> {
    let Some(key) = &incoming.key else { return Ok(None) };
    let session = session.map_or_else(|| session_for_key(&incoming.owner, key), |session| session.id.clone());
    let Some(first) = state.store().duplicate(&session, key).await? else { return Ok(None) };
    join(state, incoming, &digest(incoming, agent), &session, feed, &first).await.map(Some)
}

/// Lets the sender of a duplicate hear the first sending's answer; `feed` is used if nobody is answering it any more.
pub(super) async fn join(
    state: &Arc<EngineState>,
    incoming: &Incoming,
    digest: &str,
    session: &str,
    feed: &Feed,
    first: &Duplicate,
) -> Result<Sent, SendError> {
    if first.digest != digest {
        return Err(SendError::KeyReused(incoming.key.clone().unwrap_or_default()));
    }
    let events = answer_of(state, incoming, session, feed, first).await?;
    Ok(Sent { session: Some(session.to_owned()), events, fresh: false })
}

/// Returns a reader of the answer to a message that was accepted before.
async fn answer_of(
    state: &Arc<EngineState>,
    incoming: &Incoming,
    session: &str,
    feed: &Feed,
    first: &Duplicate,
) -> Result<Reader, SendError> {
    let id = &first.id;
    // The first sending may not have registered its feed yet.
    for _ in 0..LOOKS {
        if let Some(running) = state.feeds().running(id) {
            return Ok(running.read(0));
        }
        if first.turn.is_some() {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let stored = match first.turn {
        Some(turn) => state.store().turn(session, turn).await?,
        None => None,
    };
    if let Some(outcome) = stored.and_then(Outcome::of_record) {
        let feed = state.feeds().find(id).unwrap_or_else(|| Feed::of_outcome(outcome));
        return Ok(feed.read(0));
    }
    // Accepted, not answered, and nobody answering it: the store failed in between.
    let unanswered = state.store().unanswered().await?.into_iter().find(|message| message.id == *id);
    if let Some(message) = unanswered {
        let turn = Turn::new(incoming.owner.clone(), message, feed.clone());
        push_accepted(&turn);
        return Ok(begin(state, turn).read(0));
    }
    state.feeds().find(id).map(|ended| ended.read(0)).ok_or(SendError::Busy)
}
