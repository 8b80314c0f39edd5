//! The end of a turn: it is stored, handed on to its readers, and then observed.

use super::agent_run::AgentRun;
use super::stop::Stop;
use super::store_retry::{retry_for_seconds, retry_until_stopped};
use super::turn_slot::TurnSlot;
use super::{Turn, metrics};
use crate::error_chain::error_chain;
use crate::feed::Outcome;
use crate::sessions;
use crate::state::EngineState;
use crate::store::{Notification, StoreError, TurnEnd};
use crate::time::now;
use hookwire::cx::Cx;
use hookwire::live::Wiring;
use hookwire::points::{End, Message, MessageSent, RequestEnd, TurnComplete, TurnPersisted};

/// The end of a turn, and what is left to do after its readers were told.
pub(super) struct Ended {
    outcome: Outcome,
    /// The write that the store could not take yet.
    pending_write: Option<TurnEnd>,
    /// The run whose observers have to be told; none, if the turn has not run here.
    run: Option<AgentRun>,
    /// Whether the session was closed with the turn.
    session_closed: bool,
}

impl Ended {
    /// Returns the end of a turn that has not run here.
    pub(super) fn without_run(outcome: Outcome) -> Self {
        Self { outcome, pending_write: None, run: None, session_closed: false }
    }

    /// Returns the end of a turn that could not begin, and that the store is told of as soon as it can be.
    pub(super) fn unstored(outcome: Outcome, pending_write: TurnEnd) -> Self {
        Self { pending_write: Some(pending_write), ..Self::without_run(outcome) }
    }

    pub(super) fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

impl Turn {
    /// Stores the end of a turn; if the store cannot take it, the turn has failed, and the write stays pending.
    pub(super) async fn persist(&self, run: AgentRun, mut outcome: Outcome, messages: Vec<Message>) -> Ended {
        let trace = run.cx.trace().and_then(|trace| serde_json::to_string(trace).ok());
        let notify_persisted = run.wiring.chain::<TurnPersisted>().is_some();
        let finished =
            TurnEnd { messages, trace, notify_persisted, ..self.finished(run.turn.number(), &outcome) };
        self.feed().stay_if_written_off().await;
        let store = run.state.store();
        let mut session_closed = false;
        let pending_write = match retry_for_seconds(|| store.finish_turn(&finished)).await {
            Ok(_) => {
                if self.is_one_shot(run.turn.number()) {
                    session_closed = self.close_session(&run.state).await;
                }
                None
            }
            Err(error) => {
                (outcome.end, outcome.error) = (End::Failed, Some(error_chain(&Stop::Store(error))));
                Some(TurnEnd { end: outcome.end, error: outcome.error.clone(), ..finished })
            }
        };
        metrics::turn(&self.message().agent, outcome.end, outcome.duration_ms);
        Ended { outcome, pending_write, run: Some(run), session_closed }
    }

    /// Does what is left when the readers were told the end; the session's next turn waits for it.
    pub(super) async fn after_end(&self, state: &EngineState, slot: &TurnSlot, ended: Ended) {
        let Ended { outcome, pending_write, run, mut session_closed } = ended;
        if let Some(run) = run.as_ref().filter(|_| pending_write.is_none()) {
            self.notify_persisted(run).await;
        }
        // Without an end on the feed, nothing was sent.
        if let Some(run) = run.as_ref().filter(|_| self.feed().is_over()) {
            self.notify_sent(run, &outcome).await;
        }
        let mut stored = true;
        if let Some(finished) = &pending_write {
            let released = slot.release();
            stored = self.persist_late(state, finished).await;
            drop(released);
        }
        let Some(run) = run else { return };
        if stored && pending_write.is_some() {
            self.notify_persisted(&run).await;
            if self.is_one_shot(run.turn.number()) {
                session_closed = self.close_session(state).await;
            }
        }
        self.notify_ended(&run, &outcome).await;
        if session_closed {
            sessions::notify_closed(state, run.turn.session(), false, &run.cx).await;
        } else if stored && !self.is_one_shot(run.turn.number()) {
            slot.reacquire().await;
            run.summarise().await;
        }
    }

    /// Stores the end of a turn of which nothing else is stored.
    pub(super) async fn store_end(
        &self,
        state: &EngineState,
        turn: u64,
        outcome: &Outcome,
    ) -> Result<(), StoreError> {
        let finished = self.finished(turn, outcome);
        retry_for_seconds(|| state.store().finish_turn(&finished)).await.map(drop)
    }

    /// Stores an end that the readers were told already, as soon as the store can take it; returns whether it did.
    ///
    /// The session's next turn waits for that: it does not begin before the one before it is over.
    async fn persist_late(&self, state: &EngineState, finished: &TurnEnd) -> bool {
        let message = self.message();
        let session = &message.session;
        tracing::error!(session, "the end of a turn cannot be kept; its session waits until it can");
        let attempt = || async {
            let turn = state.store().begin_turn(&message.id, now()).await?.turn;
            state.store().finish_turn(&TurnEnd { turn, ..finished.clone() }).await
        };
        let stored = retry_until_stopped(state, attempt).await;
        match &stored {
            Ok(_) => tracing::info!(session, "the end of the turn is kept now"),
            Err(error) => tracing::error!(session, "the end of the turn was not kept: {error}"),
        }
        stored.is_ok()
    }

    /// Returns what is stored of the end of a turn without messages and trace.
    pub(super) fn finished(&self, turn: u64, outcome: &Outcome) -> TurnEnd {
        TurnEnd {
            session: self.message().session.clone(),
            turn,
            end: outcome.end,
            response: outcome.response.clone(),
            error: outcome.error.clone(),
            messages: Vec::new(),
            trace: None,
            notify_persisted: false,
            at: now(),
        }
    }

    /// Closes the session in the store; `session.end` is fired later, behind the turn's own points.
    pub(super) async fn close_session(&self, state: &EngineState) -> bool {
        let session = &self.message().session;
        let closed = state.store().close_session(session, false, now()).await;
        closed.unwrap_or_else(|error| {
            tracing::warn!(session, "a session could not be closed: {error}");
            false
        })
    }

    /// Fires `turn.persisted` with the hooks of the turn, if there are some.
    async fn notify_persisted(&self, run: &AgentRun) {
        if run.wiring.chain::<TurnPersisted>().is_some() {
            self.fire_persisted(&run.state, run.turn.number(), &run.wiring, &run.cx).await;
        }
    }

    /// Fires `turn.persisted` and notes that it was fired; it is fired again with the next start if that note is missing.
    pub(super) async fn fire_persisted(&self, state: &EngineState, turn: u64, wiring: &Wiring, cx: &Cx) {
        wiring.notify::<TurnPersisted>(&TurnPersisted::new(turn), cx).await;
        let session = &self.message().session;
        if let Err(error) = state.store().mark_notified(session, turn, Notification::TurnPersisted).await {
            tracing::warn!(session, turn, "`turn.persisted` is fired again with the next start: {error}");
        }
    }

    async fn notify_sent(&self, run: &AgentRun, outcome: &Outcome) {
        if !outcome.response.is_empty() {
            let sent = MessageSent::new(&*self.message().channel, &*outcome.response);
            run.wiring.notify::<MessageSent>(&sent, &run.cx).await;
        }
    }

    async fn notify_ended(&self, run: &AgentRun, outcome: &Outcome) {
        let mut complete = TurnComplete::new(&*outcome.response, outcome.end);
        complete.tools = run.turn.take_tool_traces();
        complete.error.clone_from(&outcome.error);
        complete.duration_ms = outcome.duration_ms;
        complete.thinking_ms = run.turn.thinking_ms();
        run.wiring.notify::<TurnComplete>(&complete, &run.cx).await;
        let mut end = RequestEnd::new(outcome.end);
        end.error.clone_from(&outcome.error);
        end.duration_ms = outcome.duration_ms;
        run.wiring.notify::<RequestEnd>(&end, &run.cx).await;
    }
}
