//! A message that comes again under its key.

use super::send::posting;
use super::{Engine, Feed, Incoming, Outcome, Reader, SendError, Sent, session_for};
use crate::store::{Duplicate, Session};
use crate::turn::Turn;
use hookwire::points::Request;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How often, and how soon again, the feed of a message is looked for that was just sent a first time.
const LOOKS: u32 = 20;
const LOOK: Duration = Duration::from_millis(5);

/// Returns what tells a message from another one with the same key: who is to answer it, its words, its files, and what was
/// said before, as the sender gave them.
///
/// Hooks may write a time or a number into what is kept, so that is nothing to compare with.
pub(super) fn digest(incoming: &Incoming, agent: &str) -> String {
    let mut digest = Sha256::new();
    let mut take = |part: &[u8]| {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    };
    take(agent.as_bytes());
    take(incoming.message.as_bytes());
    take(&incoming.attachments.len().to_be_bytes());
    for file in &incoming.attachments {
        take(file.name.as_bytes());
        take(&file.bytes.to_be_bytes());
        take(file.sha256.as_bytes());
    }
    for message in &incoming.earlier {
        take(format!("{:?}", message.role).as_bytes());
        take(message.text.as_bytes());
    }
    hex::encode(digest.finalize())
}

impl Engine {
    /// Finds a message that came under the same key before, before anything is done for it again; its session may be
    /// closed.
    pub(super) async fn sent_before(
        &self,
        incoming: &Incoming,
        agent: &str,
        session: Option<&Session>,
        feed: &Feed,
    ) -> Result<Option<Sent>, SendError> {
        let Some(key) = &incoming.key else { return Ok(None) };
        let session = session.map_or_else(|| session_for(&incoming.owner, key), |session| session.id.clone());
        let Some(known) = self.store.duplicate(&session, key).await? else { return Ok(None) };
        let posting = posting(incoming, Request::default(), agent, &session);
        let owner = incoming.owner.clone();
        let again = Turn { owner, posting, unattended: incoming.unattended, feed: feed.clone() };
        self.known(again, known).await.map(Some)
    }

    /// Lets the sender of a message that was sent before hear the first one's answer.
    ///
    /// `again` is the turn that this sending would have begun; it goes on with the first one's, if nobody does.
    pub(super) async fn known(&self, again: Turn, known: Duplicate) -> Result<Sent, SendError> {
        if known.digest != again.posting.digest {
            return Err(SendError::KeyReused(again.posting.key));
        }
        let session = Some(again.posting.session.clone());
        let events = self.heard(again, &known.id, known.turn).await?;
        Ok(Sent { session, events, fresh: false })
    }

    async fn heard(&self, again: Turn, posting: &str, turn: Option<u64>) -> Result<Reader, SendError> {
        // The first sending may not have come as far as to its feed.
        for _ in 0..LOOKS {
            if let Some(running) = self.feeds.running(posting) {
                return Ok(running.read(0));
            }
            if turn.is_some() {
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        let stored = match turn {
            Some(turn) => self.store.turn(&again.posting.session, turn).await?,
            None => None,
        };
        if let Some(outcome) = stored.and_then(Outcome::stored) {
            let feed = self.feeds.find(posting).unwrap_or_else(|| Feed::of_outcome(outcome));
            return Ok(feed.read(0));
        }
        // Taken in, not answered, and nobody at it: the store failed in the middle.
        let waiting = self.store.unanswered().await?.into_iter().find(|it| it.id == posting);
        if let Some(posting) = waiting {
            again.accepted();
            return Ok(self.begin(Turn { posting, ..again }).read(0));
        }
        self.feeds.find(posting).map(|over| over.read(0)).ok_or(SendError::Busy)
    }
}
