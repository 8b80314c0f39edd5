use super::store_retry::{retry_for_seconds, retry_until_stopped};
use super::turn_slot::TurnSlot;
use crate::feed::Feed;
use crate::state::{EngineState, with_sender};
use crate::store::{InboxMessage, Owner, StoreError};
use hookwire::cx::Identity;
use std::sync::{Arc, OnceLock, Weak};

/// A turn: a message that was accepted, on its way to an answer.
pub(crate) struct Turn {
    owner: Owner,
    message: InboxMessage,
    feed: Feed,
    /// The slot that it runs in, once it has one.
    slot: OnceLock<Weak<TurnSlot>>,
}

impl Turn {
    /// Creates the turn of a message of `owner`; `feed` gets its events.
    pub(crate) fn new(owner: Owner, message: InboxMessage, feed: Feed) -> Self {
        Self { owner, message, feed, slot: OnceLock::new() }
    }

    /// Returns the message.
    pub(crate) fn message(&self) -> &InboxMessage {
        &self.message
    }

    /// Notes the slot that the turn runs in.
    pub(super) fn set_slot(&self, slot: &Arc<TurnSlot>) {
        let _ = self.slot.set(Arc::downgrade(slot));
    }

    /// Gives the slot that the turn runs in to other turns, for good.
    pub(super) fn give_slot_up(&self) {
        if let Some(slot) = self.slot.get().and_then(Weak::upgrade) {
            slot.give_up();
        }
    }

    /// Returns the owner of the session.
    pub(super) fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Returns the feed.
    pub(crate) fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Returns the identity of the turn with a number: who asks which agent, in which session.
    pub(super) fn identity(&self, state: &EngineState, turn: u64) -> Identity {
        let InboxMessage { id, kind, channel, agent, session, sender, .. } = &self.message;
        let identity = state.identity(*kind, agent, &self.owner, Some(session));
        let mut identity = with_sender(identity, &self.owner, sender);
        identity.channel = Some(channel.clone());
        identity.request = Some(id.clone());
        identity.turn = Some(turn);
        identity.run = Some(format!("{session}/{turn}"));
        identity
    }

    /// Returns whether the session exists for this one answer: its client keeps the conversation itself.
    pub(super) fn is_one_shot(&self, turn: u64) -> bool {
        self.message.one_shot && turn == 1
    }

    /// Retries a store operation without which the turn cannot begin.
    ///
    /// A sender who waits would rather hear that it fails; without a sender it is retried until the host stops.
    pub(super) async fn retry_first<T, F>(
        &self,
        state: &EngineState,
        attempt: impl Fn() -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if self.feed.had_sender() {
            retry_for_seconds(attempt).await
        } else {
            retry_until_stopped(state, attempt).await
        }
    }
}
