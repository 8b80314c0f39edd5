//! The end of a turn whose own task is kept by a hook.

use super::stop::Stop;
use super::store_retry::retry_for_seconds;
use super::{Turn, metrics};
use crate::feed::{Event, Outcome};
use crate::state::EngineState;
use crate::store::{Notification, StoreError, TurnStart};
use crate::time::{millis, now};
use hookwire::cx::Cancel;
use hookwire::points::{End, RequestEnd, TurnComplete};
use std::time::Instant;

impl Turn {
    /// Ends the turn as failed, in the store and for its readers, unless it has ended: then its readers get that end.
    ///
    /// Of what was said in the turn nothing is stored but the message itself. Returns the outcome if it was this that ended
    /// the turn.
    pub(crate) async fn end_written_off(
        &self,
        state: &EngineState,
        why: String,
        since: Instant,
    ) -> Option<Outcome> {
        self.give_slot_up();
        if state.is_ownership_lost() {
            return None;
        }
        let session = &self.message().session;
        tracing::error!(session, "{why}");
        let (outcome, is_own) = match self.store_written_off(state, &why, since).await {
            Ok(stored) => stored,
            Err(error) => {
                tracing::error!(
                    session,
                    "the end of the turn was not kept, it is begun again with the next start: {error}"
                );
                let (session, error) = (Some(session.clone()), Some(why));
                let duration_ms = millis(since.elapsed());
                (Outcome { session, end: End::Failed, error, duration_ms, ..Outcome::default() }, true)
            }
        };
        self.feed().push(Event::End(outcome.clone()));
        is_own.then_some(outcome)
    }

    /// Stores that the turn has failed; returns its end, and whether this is it.
    async fn store_written_off(
        &self,
        state: &EngineState,
        why: &str,
        since: Instant,
    ) -> Result<(Outcome, bool), StoreError> {
        let message = self.message();
        let begun = retry_for_seconds(|| state.store().begin_turn(&message.id, now())).await?;
        if !begun.ended {
            let outcome = self.outcome(&begun, Err(Stop::Failed(why.to_owned())), since);
            let finished = self.finished(begun.turn, &outcome);
            if retry_for_seconds(|| state.store().finish_turn(&finished)).await? {
                metrics::turn(&message.agent, outcome.end, outcome.duration_ms);
                if self.is_one_shot(begun.turn) {
                    self.close_session(state).await;
                }
                return Ok((outcome, true));
            }
        }
        self.stored_end(state, &begun).await
    }

    /// Returns the end that the turn has had.
    async fn stored_end(
        &self,
        state: &EngineState,
        begun: &TurnStart,
    ) -> Result<(Outcome, bool), StoreError> {
        let session = &self.message().session;
        if begun.pending.contains(Notification::TurnPersisted) {
            // Fired it was, and the hook that keeps the thread must not keep one with each start.
            state.store().mark_notified(session, begun.turn, Notification::TurnPersisted).await?;
        }
        let stored = state.store().turn(session, begun.turn).await?.and_then(Outcome::of_record);
        let outcome = stored.ok_or_else(|| StoreError::unknown_turn(session, begun.turn))?;
        Ok((outcome, false))
    }

    /// Tells the observers of a turn that was ended so, with chains of now.
    pub(crate) async fn notify_written_off(&self, state: &EngineState, outcome: &Outcome) {
        let identity = self.identity(state, outcome.turn.unwrap_or_default());
        let wiring = state.wiring(&identity);
        let cx = state.cx(identity, Cancel::default());
        let mut complete = TurnComplete::new(&*outcome.response, outcome.end);
        complete.error.clone_from(&outcome.error);
        complete.duration_ms = outcome.duration_ms;
        wiring.notify::<TurnComplete>(&complete, &cx).await;
        let mut end = RequestEnd::new(outcome.end);
        end.error.clone_from(&outcome.error);
        end.duration_ms = outcome.duration_ms;
        wiring.notify::<RequestEnd>(&end, &cx).await;
    }
}
