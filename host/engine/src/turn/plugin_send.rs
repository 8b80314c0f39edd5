//! Messages that plugins send to sessions of their own accord.

use super::sent_files::SentFiles;
use super::services::HostServices;
use crate::feed::Event;
use crate::time::now;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, OutboxError, OutboxMessage, RequestKind, SendService, SessionRef};
use hookwire::points::{AgentAfter, AnswerReview, Message, MessageRole, MessageSent, Review};
use std::time::Instant;

impl HostServices {
    async fn send_to_session(&self, session: SessionRef<'_>, message: OutboxMessage, cx: &Cx) -> Result<()> {
        let (state, plugin) = (self.engine_state()?, cx.plugin());
        let OutboxMessage { text, files, .. } = message;
        let Some(found) = self.find_visible(&state, session, cx).await? else {
            return Err(OutboxError::NoSession { id: session.id.into() }.into());
        };
        if found.closed_at.is_some() {
            return Err(OutboxError::Closed { id: found.id }.into());
        }
        self.shared().send_limit().take(plugin, Instant::now())?;
        let mut identity = state.session_identity(RequestKind::Internal, &found);
        identity.channel = Some(plugin.to_owned());
        let wiring = state.wiring(&identity);
        let cx = cx.child(identity, wiring.clone())?;
        let mut review = Review::new(text);
        wiring.fire::<AnswerReview>(&mut review, &cx).await?;
        if let Some(feedback) = review.feedback {
            return Err(OutboxError::SentBack { feedback }.into());
        }
        let mut files = SentFiles::new(files);
        let mut message = Message::new(MessageRole::Assistant, review.answer);
        message.plugin = Some(plugin.to_owned());
        message.files = files.described();
        wiring.fire::<AgentAfter>(&mut message, &cx).await?;
        // Whose message it is, what kind it has and which files is no hook's to change.
        let text = message.text;
        if text.trim().is_empty() && files.is_empty() {
            return Err(OutboxError::Empty.into());
        }
        let mut message = Message::new(MessageRole::Assistant, &*text);
        message.plugin = Some(plugin.to_owned());
        message.files = files.described();
        files.write(&state, &found.id).await?;
        state.store().add_message(&found.id, &message, now()).await?;
        files.keep();
        // Only the first of a session's feeds is followed by whoever does not send.
        if let Some(feed) = state.feeds().of_session(&found.id).first() {
            feed.push(Event::Sent { plugin: plugin.to_owned(), text: text.clone(), files: message.files });
        }
        wiring.notify::<MessageSent>(&MessageSent::new(plugin, text), &cx).await;
        Ok(())
    }
}

impl SendService<Cx> for HostServices {
    fn send<'a>(
        &'a self,
        session: SessionRef<'a>,
        message: OutboxMessage,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<()>> {
        self.send_to_session(session, message, cx).boxed()
    }
}
