use super::{Stop, TurnState};
use crate::agent::EngineState;
use crate::options::AgentConfig;
use futures::{StreamExt, stream};
use hookwire::cx::{Cancel, Cx};
use hookwire::live::Wiring;
use hookwire::points::{
    AgentAfter, AgentState, AnswerReview, Message, MessageRole, Review, ToolSpec, ToolTrace,
};
use std::sync::Arc;

/// One agent at work on one task: a turn's own, or a member's inside it.
pub(crate) struct AgentRun {
    pub(super) host: Arc<EngineState>,
    pub(super) cx: Cx,
    pub(super) wiring: Wiring,
    pub(super) profile: AgentConfig,
    pub(super) shared: TurnState,
    /// What tells the steps of this work from those of others in the journal.
    pub(super) prefix: String,
    /// How many agents have given work on, down to this one.
    pub(super) depth: u32,
    /// The call that it is done inside of.
    pub(super) inside: Option<String>,
    /// Tells that the plugin is gone that asked for it.
    pub(super) left: Cancel,
}

/// What was said and done by some work, whether it was finished or not.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Every message after the first; every call in them has its result.
    pub(crate) said: Vec<Message>,
}

/// What a review comes to.
enum Reviewed {
    Accepted(Message),
    /// What the model is to mend.
    Back(Message),
}

impl AgentRun {
    /// Asks the model and calls its tools, until there is an answer or a reason to stop.
    pub(crate) async fn run(&self, state: AgentState, done: &mut Done) -> Result<Message, Stop> {
        let mut answer = self.steps(state, done).await?;
        let seen = answer.text.clone();
        self.wiring.fire::<AgentAfter>(&mut answer, &self.cx).await?;
        self.replace(&seen, &answer.text);
        done.said.push(answer.clone());
        Ok(answer)
    }

    async fn steps(&self, state: AgentState, done: &mut Done) -> Result<Message, Stop> {
        let AgentState { system, mut messages, .. } = state;
        let (mut step, mut rounds) = (0, 0);
        loop {
            self.go_on().await?;
            self.shared.budget.step()?;
            let offer = self.offer(&messages).await?;
            let message = self.ask(step, &system, &messages, &offer).await?;
            step += 1;
            messages.push(message.clone());
            let answer = if message.calls.is_empty() {
                message
            } else {
                let (results, reply) = self.call_all(&message, &offer).await;
                done.said.push(message);
                done.said.extend_from_slice(&results);
                messages.extend(results);
                self.go_on().await?;
                let Some(reply) = reply else { continue };
                self.show(&reply);
                messages.push(Message::new(MessageRole::Assistant, &*reply));
                Message::new(MessageRole::Assistant, reply)
            };
            match self.review(answer, rounds).await? {
                Reviewed::Accepted(answer) => return Ok(answer),
                Reviewed::Back(feedback) => messages.push(feedback),
            }
            rounds += 1;
        }
    }

    /// Makes sure that the turn is still wanted and has its place.
    async fn go_on(&self) -> Result<(), Stop> {
        tokio::select! {
            biased;
            () = self.unwanted() => Err(Stop::Cancelled),
            () = self.shared.back() => Ok(()),
        }
    }

    /// Waits until there is a reason to stop.
    pub(super) async fn stopped(&self) -> Stop {
        tokio::select! {
            biased;
            () = self.unwanted() => Stop::Cancelled,
            () = self.shared.budget.over() => Stop::Limited(self.shared.budget.overtime()),
        }
    }

    /// Waits until nobody waits for the work any more.
    async fn unwanted(&self) {
        tokio::select! {
            () = self.cx.cancelled().wait() => {}
            () = self.left.wait() => {}
        }
    }

    /// Calls the tools of a message, some at a time; returns their results in the order of the calls, and the reply
    /// of a hook that ends the turn.
    async fn call_all(&self, message: &Message, offer: &[ToolSpec]) -> (Vec<Message>, Option<String>) {
        let calls: Vec<_> = message.calls.iter().map(|call| self.call(call.clone(), offer)).collect();
        let parallel = self.profile.limits.parallel.max(1) as usize;
        let traces: Vec<ToolTrace> = stream::iter(calls).buffered(parallel).collect().await;
        let result = |trace: &ToolTrace| {
            let mut message = Message::new(MessageRole::Tool, &*trace.report.text);
            message.call = Some(trace.report.call.id.clone());
            message
        };
        let results = traces.iter().map(result).collect();
        let reply = traces.iter().find_map(|trace| trace.report.reply.clone());
        self.shared.made().extend(traces);
        (results, reply)
    }

    async fn review(&self, message: Message, rounds: u32) -> Result<Reviewed, Stop> {
        let mut review = Review::new(&*message.text);
        review.rounds = rounds;
        self.wiring.fire::<AnswerReview>(&mut review, &self.cx).await?;
        if review.feedback.is_some() && rounds >= self.profile.limits.reviews {
            let why = "an answer was sent back more often than allowed (limits.reviews)";
            return Err(Stop::Limited(why.into()));
        }
        if let Some(feedback) = review.feedback {
            self.restart();
            let text = format!("A reviewer sends your answer back: {feedback}");
            return Ok(Reviewed::Back(Message::new(MessageRole::System, text)));
        }
        let mut message = message;
        self.replace(&message.text, &review.answer);
        message.text = review.answer;
        Ok(Reviewed::Accepted(message))
    }
}
