use super::agent_run::AgentRun;
use super::stop::Stop;
use crate::sessions;
use crate::store::{Session, StoredMessage};
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

    /// Summarises for a plugin all turns of a session that have ended, and returns the summary.
    pub(super) async fn summarise_for_plugin(&self, session: Session) -> Result<String, Stop> {
        let messages = sessions::ended_messages(&self.state, &session).await?;
        if messages.is_empty() {
            return Ok(session.summary);
        }
        self.turn.budget().take_step()?;
        self.write_summary(&session, messages, Vec::new()).await
    }

    async fn try_summarise(&self) -> Result<(), Stop> {
        let options = &self.state.options().sessions;
        let (store, id) = (self.state.store(), self.turn.session());
        if options.summarise_above == 0 {
            return Ok(());
        }
        let Some(session) = store.session(id).await? else { return Ok(()) };
        let mut messages = store.messages(id, session.summarised, u32::MAX >> 1).await?;
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
        let tail = messages.split_off(cut);
        self.write_summary(&session, messages, tail).await.map(drop)
    }

    /// Has the model summarise messages, together with the summary so far, and stores what it writes.
    async fn write_summary(
        &self,
        session: &Session,
        messages: Vec<StoredMessage>,
        tail: Vec<StoredMessage>,
    ) -> Result<String, Stop> {
        let upto = messages.last().map_or(session.summarised, |message| message.seq);
        let mut conversation = Vec::new();
        if !session.summary.is_empty() {
            conversation.push(Message::new(MessageRole::System, &*session.summary));
        }
        conversation.extend(messages.into_iter().map(|stored| stored.message));
        conversation.push(Message::new(MessageRole::User, TASK));
        let request = ModelRequest::new(&*self.config.model, conversation);
        let summary = self.without_readers().call_model(request).await?.message.text;
        self.state.store().summarise(&session.id, &summary, upto).await?;
        let mut event = SummaryUpdated::new(&*session.id, &*summary);
        event.messages = upto;
        event.tail = tail.into_iter().map(|stored| stored.message).collect();
        self.wiring.notify::<SummaryUpdated>(&event, &self.cx).await;
        Ok(summary)
    }
}
