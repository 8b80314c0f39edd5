use super::{AgentRun, Stop};
use hookwire::points::{Message, MessageRole, ModelRequest, SummaryUpdated};

const TASK: &str = "Summarise the conversation so far for yourself: what was asked, decided, done and promised, with \
                    every name, number and path that may matter later. Write plain sentences.";

impl AgentRun {
    /// Lets a summary stand for the older part of a long session.
    ///
    /// A session that could not be summarised goes on as it is, and the next turn tries again.
    pub(super) async fn summarise(&self) {
        if let Err(stop) = self.summarised().await {
            tracing::warn!(
                session = self.shared.journal.session,
                "the session could not be summarised: {stop}"
            );
        }
    }

    async fn summarised(&self) -> Result<(), Stop> {
        let options = &self.host.options.sessions;
        let (store, id) = (&self.host.store, &self.shared.journal.session);
        if options.summarise_above == 0 {
            return Ok(());
        }
        let Some(session) = store.session(id).await? else { return Ok(()) };
        let messages = store.messages(id, session.summarised, u32::MAX >> 1).await?;
        let keep = options.keep.min(options.summarise_above) as usize;
        if messages.len() <= options.summarise_above as usize {
            return Ok(());
        }
        // What stays begins with a user's message, so that no call is parted from its result.
        let older = messages.len() - keep;
        let Some(cut) = (1..=older)
            .rev()
            .find(|at| messages.get(*at).is_none_or(|it| it.message.role == MessageRole::User))
        else {
            return Ok(());
        };
        let upto = messages[cut - 1].seq;
        let mut said = Vec::new();
        if !session.summary.is_empty() {
            said.push(Message::new(MessageRole::System, &*session.summary));
        }
        said.extend(messages.into_iter().take(cut).map(|stored| stored.message));
        said.push(Message::new(MessageRole::User, TASK));
        let request = ModelRequest::new(&*self.profile.model, said);
        let summary = self.silent().respond(request).await?.message.text;
        store.summarise(id, &summary, upto).await?;
        let mut event = SummaryUpdated::new(&**id, summary);
        event.messages = upto;
        let _ = self.wiring.fire::<SummaryUpdated>(&event, &self.cx).await;
        Ok(())
    }
}
