use super::agent_run::AgentRun;
use super::stop::Stop;
use hookwire::points::{AgentAfter, AgentState, AnswerReview, Message, MessageRole, Review};

/// The result of a review.
enum Reviewed {
    Accepted(Message),
    /// The answer goes back to the model, with this feedback.
    SentBack(Message),
}

impl AgentRun {
    /// Asks the model and calls its tools until there is an answer or a reason to stop.
    ///
    /// `transcript` gets every message after the first, also when the run stops; every call in it has its result.
    pub(super) async fn run(
        &self,
        state: AgentState,
        transcript: &mut Vec<Message>,
    ) -> Result<Message, Stop> {
        let mut answer = self.run_loop(state, transcript).await?;
        let shown = answer.text.clone();
        if let Err(refused) = self.wiring.fire::<AgentAfter>(&mut answer, &self.cx).await {
            self.take_back(&shown);
            return Err(refused.into());
        }
        self.replace_shown(&shown, &answer.text);
        transcript.push(answer.clone());
        Ok(answer)
    }

    async fn run_loop(&self, state: AgentState, transcript: &mut Vec<Message>) -> Result<Message, Stop> {
        let AgentState { system, mut messages, .. } = state;
        let (mut step, mut rounds) = (0, 0);
        loop {
            self.check_wanted().await?;
            self.turn.budget().take_step()?;
            let offer = self.offer(&messages).await?;
            let message = self.step(step, &system, &messages, &offer).await?;
            step += 1;
            messages.push(message.clone());
            let answer = if message.calls.is_empty() {
                message
            } else {
                let (results, reply) = self.call_tools(&message, &offer).await;
                transcript.push(message);
                transcript.extend_from_slice(&results);
                messages.extend(results);
                self.check_wanted().await?;
                let Some(reply) = reply else { continue };
                self.show(&reply);
                messages.push(Message::new(MessageRole::Assistant, &*reply));
                Message::new(MessageRole::Assistant, reply)
            };
            match self.review(answer, rounds).await? {
                Reviewed::Accepted(answer) => return Ok(answer),
                Reviewed::SentBack(feedback) => messages.push(feedback),
            }
            rounds += 1;
        }
    }

    /// Makes sure that somebody still waits for the run, and that the turn has its slot.
    async fn check_wanted(&self) -> Result<(), Stop> {
        tokio::select! {
            biased;
            () = self.unwanted() => Err(Stop::Cancelled),
            () = self.turn.reacquire_slot() => Ok(()),
        }
    }

    /// Waits until there is a reason to stop.
    pub(super) async fn stopped(&self) -> Stop {
        let budget = self.turn.budget();
        tokio::select! {
            biased;
            () = self.unwanted() => Stop::Cancelled,
            () = budget.overtime() => Stop::Limited(budget.overtime_text()),
        }
    }

    /// Waits until nobody waits for the run any more.
    async fn unwanted(&self) {
        tokio::select! {
            () = self.cx.cancelled().wait() => {}
            () = self.caller_gone.wait() => {}
        }
    }

    /// Has an answer reviewed. What was shown of an answer that is refused is taken back.
    async fn review(&self, message: Message, rounds: u32) -> Result<Reviewed, Stop> {
        let shown = message.text.clone();
        let reviewed = self.ask_reviewers(message, rounds).await;
        if !matches!(reviewed, Ok(Reviewed::Accepted(_))) {
            self.take_back(&shown);
        }
        reviewed
    }

    async fn ask_reviewers(&self, message: Message, rounds: u32) -> Result<Reviewed, Stop> {
        let mut review = Review::new(&*message.text);
        review.rounds = rounds;
        self.wiring.fire::<AnswerReview>(&mut review, &self.cx).await?;
        if review.feedback.is_some() && rounds >= self.config.limits.reviews {
            let why = "an answer was sent back more often than allowed (limits.reviews)";
            return Err(Stop::Limited(why.into()));
        }
        if let Some(feedback) = review.feedback {
            let text = format!("A reviewer sends your answer back: {feedback}");
            return Ok(Reviewed::SentBack(Message::new(MessageRole::System, text)));
        }
        let mut message = message;
        self.replace_shown(&message.text, &review.answer);
        message.text = review.answer;
        Ok(Reviewed::Accepted(message))
    }
}
