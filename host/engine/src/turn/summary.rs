use super::agent_run::AgentRun;
use super::stop::Stop;
use hookwire::points::{Message, MessageRole, ModelRequest, SummaryUpdated};

const TASK: &str = "Summarise the conversation so far for yourself: what was asked, decided, done and promised, with \
                    every name, number and path that may matter later. Write plain sentences.";

impl AgentRun {
    /// Summarises the older part of a long session; if that fails, the next turn tries again.
    pub(super) async fn summarise(&self) {
        if let Err(stop) = self.try_summarise().await {
            tracing::warn!(session = self.turn.session(), "the session could not be summarised: {stop}");
        }
    }

    async fn try_summarise(&self) -> Result<(), Stop> {
        let options = &self.state.options().sessions;
        let (store, id) = (self.state.store(), self.turn.session());
        if options.summarise_above == 0 {
            return Ok(());
        }
        let Some(session) = store.session(id).await? else { return Ok(()) };
        let messages = store.messages(id, session.summarised, u32::MAX >> 1).await?;
        let keep = options.keep.min(options.summarise_above) as usize;
        if messages.len() <= options.summarise_above as usize {
            return Ok(());
        }
        // The rest begins with a user's message, so that no call is separated from its result.
        let older = messages.len() - keep;
        let Some(cut) = (1..=older)
            .rev()
            .find(|at| messages.get(*at).is_none_or(|it| it.message.role == MessageRole::User))
        else {
            return Ok(());
        };
        let upto = messages[cut - 1].seq;
        let mut conversation = Vec::new();
        if !session.summary.is_empty() {
            conversation.push(Message::new(MessageRole::System, &*session.summary));
        }
        conversation.extend(messages.into_iter().take(cut).map(|stored| stored.message));
        conversation.push(Message::new(MessageRole::User, TASK));
        let request = ModelRequest::new(&*self.config.model, conversation);
        let summary = self.without_readers().call_model(request).await?.message.text;
        store.summarise(id, &summary, upto).await?;
        let mut event = SummaryUpdated::new(id, summary);
        event.messages = upto;
        self.wiring.notify::<SummaryUpdated>(&event, &self.cx).await;
        Ok(())
    }
}
