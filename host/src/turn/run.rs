use super::persist::briefly;
use super::work::Done;
use super::{AgentRun, Stop, TurnPermit, context, meter};
use crate::agent::{Engine, Event, Feed, Outcome, now};
use crate::http::OPENAI;
use crate::store::{InboxMessage, Owner, StoreError, TurnEnd, TurnStart};
use futures::FutureExt;
use hookwire::Role;
use hookwire::cx::Identity;
use hookwire::points::{
    End, MessageReceived, MessageSent, Request, RequestEnd, RequestStart, SessionStart, TurnComplete,
    TurnPersisted,
};
use std::mem;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

/// A message that was taken in, on its way to an answer.
pub(crate) struct Turn {
    pub(crate) owner: Owner,
    pub(crate) posting: InboxMessage,
    pub(crate) unattended: bool,
    pub(crate) feed: Feed,
}

/// What is left to do when the end was told.
#[derive(Default)]
struct Left {
    /// What the store could not keep yet.
    unkept: Option<TurnEnd>,
    work: Option<AgentRun>,
}

impl Turn {
    /// Answers the message; whatever happens, the feed gets its end.
    pub(crate) async fn run(&self, agent: &Engine) {
        let since = Instant::now();
        let place = TurnPermit::take(&agent.turns).await;
        let (outcome, left) = match Box::pin(contained(self.answer(agent, &place, since))).await {
            Ok(answered) => answered,
            Err(stop) => {
                let outcome = self.failed(&stop, since);
                // What nobody has heard may as well go on with another start.
                let told = self.feed.is_attended() && matches!(stop, Stop::Store(_));
                let unkept = told.then(|| self.finish(0, &outcome));
                (outcome, Left { unkept, work: None })
            }
        };
        // What another host goes on with has not ended.
        if !agent.is_lost() {
            self.feed.push(Event::End(outcome));
        }
        // Nobody waits for it but the session's next message.
        let _ = contained(self.leave(agent, &place, left).map(Ok)).await;
    }

    /// Does what is left to do when everybody has heard the end.
    async fn leave(&self, agent: &Engine, place: &TurnPermit, left: Left) {
        if let Some(finished) = &left.unkept {
            let away = place.leave();
            let kept = self.keep_late(agent, finished).await;
            drop(away);
            let Some(work) = left.work.as_ref().filter(|_| kept) else { return };
            self.persisted(work).await;
            if self.is_alone(finished.turn) {
                return self.end_session(agent, work).await;
            }
            place.back().await;
        }
        if let Some(work) = left.work {
            work.summarise().await;
        }
    }

    async fn answer(
        &self,
        agent: &Engine,
        place: &Arc<TurnPermit>,
        since: Instant,
    ) -> Result<(Outcome, Left), Stop> {
        let begun = self.first(agent, || agent.store.begin_turn(&self.posting.id, now())).await?;
        if begun.ended {
            let stored = agent.store.turn(&self.posting.session, begun.turn).await?;
            let outcome = stored.and_then(Outcome::stored).ok_or_else(|| self.lost())?;
            return Ok((outcome, Left::default()));
        }
        let work = match AgentRun::for_turn(agent, self, &begun, place).await {
            Ok(work) => work,
            Err(stop @ Stop::Store(_)) => return Err(stop),
            Err(stop) => return Ok((self.unmade(agent, &begun, stop, since).await?, Left::default())),
        };
        let mut done = Done::default();
        let answer = contained(self.finished(&work, &begun, &mut done)).await;
        let mut outcome = self.outcome(&begun, answer.map(|message| message.text), since);
        let unkept = self.keep(&work, &mut outcome, done).await;
        self.close(&work, &outcome).await;
        let over = unkept.is_none() && self.is_alone(begun.turn);
        if over {
            self.end_session(agent, &work).await;
        }
        Ok((outcome, Left { unkept, work: (!over).then_some(work) }))
    }

    /// Ends a turn for which nobody is there who could work on it; what has no end would come again with each start.
    async fn unmade(
        &self,
        agent: &Engine,
        begun: &TurnStart,
        stop: Stop,
        since: Instant,
    ) -> Result<Outcome, Stop> {
        tracing::error!(session = self.posting.session, turn = begun.turn, "{stop}");
        let outcome = self.outcome(begun, Err(stop), since);
        let finished = self.finish(begun.turn, &outcome);
        briefly(|| agent.store.finish_turn(&finished)).await?;
        meter::turn(&self.posting.agent, outcome.end, outcome.duration_ms);
        Ok(outcome)
    }

    /// Does everything from the session's first word to the answer.
    async fn finished(
        &self,
        work: &AgentRun,
        begun: &TurnStart,
        done: &mut Done,
    ) -> Result<hookwire::points::Message, Stop> {
        let (wiring, cx) = (&work.wiring, &work.cx);
        let mut request = Request::new(&*self.posting.text);
        request.attachments.clone_from(&self.posting.attachments);
        // What an observer refuses here that the operator closed is not answered.
        wiring.fire::<RequestStart>(&request, cx).await?;
        if begun.turn == 1 && !begun.resumed {
            wiring.fire::<SessionStart>(&SessionStart::new(&*self.posting.session), cx).await?;
        }
        if !begun.resumed {
            let mut event = MessageReceived::new(&*self.posting.text);
            event.attachments.clone_from(&self.posting.attachments);
            wiring.fire::<MessageReceived>(&event, cx).await?;
        }
        let state = context::state(work, &self.posting).await?;
        work.run(state, done).await
    }

    /// Says who asks, for whom, as which agent.
    pub(super) fn identity(&self, role: Role) -> Identity {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        let mut identity = Identity::agent(&*self.posting.agent, role);
        identity.kind = self.posting.kind;
        identity.tenant = some(&self.owner.tenant);
        identity.user = some(&self.owner.user);
        identity.session = Some(self.posting.session.clone());
        identity
    }

    fn outcome(&self, begun: &TurnStart, answer: Result<String, Stop>, since: Instant) -> Outcome {
        let (response, end, error) = match answer {
            Ok(text) => (text, End::Completed, None),
            Err(stop) => (String::new(), stop.end(), Some(explained(&stop))),
        };
        Outcome {
            session: Some(self.posting.session.clone()),
            turn: Some(begun.turn),
            end,
            response,
            error,
            duration_ms: millis(since),
        }
    }

    /// Makes the end of the turn durable; where that fails, the turn has failed, and what is to be kept of it is
    /// returned.
    async fn keep(&self, work: &AgentRun, outcome: &mut Outcome, done: Done) -> Option<TurnEnd> {
        let trace = work.cx.trace().and_then(|trace| serde_json::to_string(trace).ok());
        let finished = self.finish(work.shared.journal.turn, outcome);
        let finished = TurnEnd { messages: done.said, trace, ..finished };
        let Err(error) = briefly(|| work.host.store.finish_turn(&finished)).await else {
            self.persisted(work).await;
            return None;
        };
        (outcome.end, outcome.error) = (End::Failed, Some(explained(&Stop::Store(error))));
        Some(TurnEnd { end: outcome.end, error: outcome.error.clone(), ..finished })
    }

    async fn persisted(&self, work: &AgentRun) {
        let event = TurnPersisted::new(work.shared.journal.turn);
        let _ = work.wiring.fire::<TurnPersisted>(&event, &work.cx).await;
    }

    /// Makes what is kept of the end of the turn.
    fn finish(&self, turn: u64, outcome: &Outcome) -> TurnEnd {
        TurnEnd {
            session: self.posting.session.clone(),
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

    /// Tells everybody that the turn is over.
    async fn close(&self, work: &AgentRun, outcome: &Outcome) {
        let (wiring, cx) = (&work.wiring, &work.cx);
        if !outcome.response.is_empty() {
            let sent = MessageSent::new(&*self.posting.channel, &*outcome.response);
            let _ = wiring.fire::<MessageSent>(&sent, cx).await;
        }
        let mut complete = TurnComplete::new(&*outcome.response, outcome.end);
        complete.tools = mem::take(&mut *work.shared.made());
        complete.error.clone_from(&outcome.error);
        complete.duration_ms = outcome.duration_ms;
        let _ = wiring.fire::<TurnComplete>(&complete, cx).await;
        meter::turn(&self.posting.agent, outcome.end, outcome.duration_ms);
        let mut over = RequestEnd::new(outcome.end);
        over.error.clone_from(&outcome.error);
        over.duration_ms = outcome.duration_ms;
        let _ = wiring.fire::<RequestEnd>(&over, cx).await;
    }

    /// Returns whether the session was made for this one answer: its client keeps the conversation itself.
    fn is_alone(&self, turn: u64) -> bool {
        self.posting.channel == OPENAI && turn == 1
    }

    async fn end_session(&self, agent: &Engine, work: &AgentRun) {
        if let Err(error) = agent.close(&self.posting.session, false, &work.cx).await {
            tracing::warn!(session = self.posting.session, "a session could not be closed: {error}");
        }
    }

    fn failed(&self, error: &Stop, since: Instant) -> Outcome {
        let why = explained(error);
        tracing::error!(session = self.posting.session, "{why}");
        Outcome {
            session: Some(self.posting.session.clone()),
            end: End::Failed,
            error: Some(why),
            duration_ms: millis(since),
            ..Outcome::default()
        }
    }

    fn lost(&self) -> Stop {
        Stop::Store(StoreError::Unknown { what: "turn of the message", id: self.posting.id.clone() })
    }
}

/// Makes an error of a panic of the host's own.
async fn contained<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    let panicked = |_| Err(Stop::Failed("the host itself panicked; its log says where".into()));
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(panicked)
}

/// Says what went wrong, and because of what.
fn explained(error: &Stop) -> String {
    let mut why = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        why = format!("{why}: {error}");
        cause = error.source();
    }
    why
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
