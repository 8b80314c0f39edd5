use super::agent_run::AgentRun;
use super::ending::Ended;
use super::journal::Journal;
use super::services::HostServices;
use super::stop::Stop;
use super::turn_slot::TurnSlot;
use super::turn_state::TurnState;
use super::{Turn, context, metrics};
use crate::error_chain::error_chain;
use crate::feed::{Event, Outcome};
use crate::state::EngineState;
use crate::store::{Notification, StoreError, TurnStart};
use crate::time::{millis, now};
use futures_util::FutureExt;
use hookwire::cx::Cx;
use hookwire::points::{End, Message, MessageReceived, Request, RequestStart, SessionStart};
use hookwire::trace::Trace;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

impl Turn {
    /// Answers the message; whatever happens, the feed gets its end.
    pub(crate) async fn run(&self, state: &Arc<EngineState>) {
        let since = Instant::now();
        let slot = TurnSlot::acquire(state.turn_slots()).await;
        self.set_slot(&slot);
        let ended = match Box::pin(contain(self.answer(state, &slot, since))).await {
            Ok(ended) => ended,
            Err(stop) => self.fail(&stop, since),
        };
        // If another host took the store over, it will finish this turn: send no end.
        if !state.is_ownership_lost() {
            self.feed().push(Event::End(ended.outcome().clone()));
        }
        let _ = contain(self.after_end(state, &slot, ended).map(Ok)).await;
    }

    async fn answer(
        &self,
        state: &Arc<EngineState>,
        slot: &Arc<TurnSlot>,
        since: Instant,
    ) -> Result<Ended, Stop> {
        let message = self.message();
        let begun = self.retry_first(state, || state.store().begin_turn(&message.id, now())).await?;
        if begun.ended {
            return self.ended_before(state, &begun).await;
        }
        let run = match self.create_run(state, &begun, slot).await {
            Ok(run) => run,
            Err(stop @ Stop::Store(_)) => return Err(stop),
            Err(stop) => return self.end_without_run(state, &begun, stop, since).await,
        };
        let mut transcript = Vec::new();
        let answer = contain(self.run_agent(&run, &begun, &mut transcript)).await;
        let outcome = self.outcome(&begun, answer.map(|message| message.text), since);
        Ok(self.persist(run, outcome, transcript).await)
    }

    /// Returns the end of a turn that has ended before, after its observers have heard of it if they had not.
    async fn ended_before(&self, state: &EngineState, begun: &TurnStart) -> Result<Ended, Stop> {
        let message = self.message();
        let stored = state.store().turn(&message.session, begun.turn).await?;
        let outcome = stored.and_then(Outcome::of_record).ok_or_else(|| self.unknown())?;
        if begun.pending.contains(Notification::TurnPersisted) {
            let identity = self.identity(state, begun.turn);
            let wiring = state.wiring(&identity);
            let cx = state.cx(identity, self.feed().cancel().clone());
            self.fire_persisted(state, begun.turn, &wiring, &cx).await;
        }
        Ok(Ended::without_run(outcome))
    }

    /// Creates the run of the turn's agent.
    async fn create_run(
        &self,
        state: &Arc<EngineState>,
        begun: &TurnStart,
        slot: &Arc<TurnSlot>,
    ) -> Result<AgentRun, Stop> {
        let (message, options) = (self.message(), state.options());
        let config = options.agents.get(&message.agent);
        let config = config.ok_or_else(|| Stop::Failed(options.no_agent(&message.agent)))?.clone();
        let open = || Journal::open(state.store(), &message.session, begun.turn, begun.resumed);
        let journal = self.retry_first(state, open).await?;
        let turn = TurnState::new(self.feed(), journal, &config.limits, slot, message.unattended)
            .owned_by(self.owner().clone());
        let identity = self.identity(state, begun.turn);
        let wiring = state.wiring(&identity);
        // What plugins ask for in the turn is a part of it.
        let services = HostServices::in_turn(state, &turn).all();
        let trace = options.sessions.trace.then(Trace::brief);
        let cx = Cx::new(identity, wiring.clone(), services, self.feed().cancel().clone(), trace);
        Ok(AgentRun::for_turn(state, config, turn, wiring, cx))
    }

    /// Fires the points of the turn's beginning and runs its agent.
    async fn run_agent(
        &self,
        run: &AgentRun,
        begun: &TurnStart,
        transcript: &mut Vec<Message>,
    ) -> Result<Message, Stop> {
        let (message, wiring, cx) = (self.message(), &run.wiring, &run.cx);
        let mut request = Request::new(&*message.text);
        request.attachments.clone_from(&message.attachments);
        // An observer that the operator has set to fail closed refuses the request here.
        wiring.fire::<RequestStart>(&request, cx).await?;
        // Pending until the turn has done a step: a turn that is resumed fires them again if they may not have been fired.
        if begun.pending.contains(Notification::SessionStart) {
            wiring.fire::<SessionStart>(&SessionStart::new(&*message.session), cx).await?;
        }
        if begun.pending.contains(Notification::MessageReceived) {
            let mut event = MessageReceived::new(&*message.text);
            event.attachments.clone_from(&message.attachments);
            wiring.fire::<MessageReceived>(&event, cx).await?;
        }
        let state = context::initial_state(run, message).await?;
        run.run(state, transcript).await
    }

    pub(super) fn outcome(&self, begun: &TurnStart, answer: Result<String, Stop>, since: Instant) -> Outcome {
        let (response, end, error) = match answer {
            Ok(text) => (text, End::Completed, None),
            Err(stop) => (String::new(), stop.end(), Some(error_chain(&stop))),
        };
        Outcome {
            session: Some(self.message().session.clone()),
            turn: Some(begun.turn),
            end,
            response,
            error,
            duration_ms: millis(since.elapsed()),
            ..Outcome::default()
        }
    }

    /// Ends a turn whose agent no longer exists; without an end it would be resumed with each start.
    async fn end_without_run(
        &self,
        state: &EngineState,
        begun: &TurnStart,
        stop: Stop,
        since: Instant,
    ) -> Result<Ended, Stop> {
        let message = self.message();
        tracing::error!(session = message.session, turn = begun.turn, "{stop}");
        let outcome = self.outcome(begun, Err(stop), since);
        self.store_end(state, begun.turn, &outcome).await?;
        metrics::turn(&message.agent, outcome.end, outcome.duration_ms);
        Ok(Ended::without_run(outcome))
    }

    /// Returns the end of a turn that could not begin.
    fn fail(&self, stop: &Stop, since: Instant) -> Ended {
        let why = error_chain(stop);
        let session = &self.message().session;
        tracing::error!(session, "{why}");
        let outcome = Outcome {
            session: Some(session.clone()),
            end: End::Failed,
            error: Some(why),
            duration_ms: millis(since.elapsed()),
            ..Outcome::default()
        };
        // A failure that nobody heard of is not stored: the turn may as well be resumed with the next start.
        let heard = self.feed().had_sender() && matches!(stop, Stop::Store(_));
        if heard {
            let pending_write = self.finished(0, &outcome);
            return Ended::unstored(outcome, pending_write);
        }
        Ended::without_run(outcome)
    }

    fn unknown(&self) -> Stop {
        let id = self.message().id.clone();
        Stop::Store(StoreError::Unknown { what: "turn of the message", id })
    }
}

/// Turns a panic of the host's own into an error.
async fn contain<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    let panicked = |_| Err(Stop::Failed("the host itself panicked; its log says where".into()));
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(panicked)
}
