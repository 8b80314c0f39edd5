use super::context::Cx;
use super::outbox_check::check;
use super::outbox_error as limit;
use super::permissions::Capability;
use super::services::{MissingService, OutboxMessage, SessionRef, SessionScope};
use crate::error::Result;

/// The plugin's way to send messages: made by [`Cx::send`].
///
/// A message goes to a session of the user who asks and stands there among the assistant's, under the plugin's name. It
/// passes the hooks that an answer passes: `answer.review`, `agent.after` and, when it is stored, `message.sent`. Whoever
/// follows an answer in the session sees it at once, others with the transcript. A message has at most 64 KiB of text, and a
/// plugin sends at most 60 a minute. Files go along as an [`OutboxMessage`].
///
/// ```
/// use hookwire::{Cx, Result, plugin};
///
/// /// Tells when something long is done.
/// #[derive(Default)]
/// struct Bell;
///
/// #[plugin(id = "bell", capabilities = [send])]
/// impl Bell {
///     /// Rings when the work is done.
///     #[tool]
///     fn work(&self, cx: &Cx) -> Result<()> {
///         let Some(session) = cx.identity().session.clone() else { return Ok(()) };
///         let bell = cx.clone();
///         cx.spawn("work", async move { bell.send().to_session(&session, "it is done").await })?;
///         Ok(())
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Outbox<'a> {
    cx: &'a Cx,
    scope: SessionScope,
}

impl Cx {
    /// Returns the plugin's way to send messages of its own accord.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [send])]`. A [`MissingService`] says that this host sends no
    /// messages for plugins.
    pub fn send(&self) -> Outbox<'_> {
        Outbox { cx: self, scope: SessionScope::Caller }
    }

    /// Makes sure that the host can deliver the answer of a command later.
    pub(crate) fn check_answers(&self) -> Result<()> {
        if self.services().send.is_some() { Ok(()) } else { Err(MissingService::send().into()) }
    }

    /// Sends the answer of a command to its session. Commands answer without the capability to send.
    pub(crate) async fn answer(&self, session: &str, text: String) -> Result<()> {
        self.send().deliver(session, text.into()).await
    }
}

impl Outbox<'_> {
    /// How many bytes the text of a message may have.
    pub const MOST_BYTES: usize = limit::MOST_BYTES;
    /// How many files a message may have.
    pub const MOST_FILES: usize = limit::MOST_FILES;
    /// How many bytes the files of a message may have together.
    pub const MOST_FILE_BYTES: usize = limit::MOST_FILE_BYTES;
    /// How many messages a plugin may send within a minute.
    pub const MOST_A_MINUTE: usize = limit::MOST_A_MINUTE;

    /// Returns the way to the sessions of everybody, for plugins that the operator names in the configuration:
    /// `[sessions] shared_with = [..]`. Others are refused with [`SessionsError::NotShared`](super::SessionsError).
    #[must_use]
    pub fn of_everybody(self) -> Self {
        Self { scope: SessionScope::Everybody, ..self }
    }

    /// Sends a message to a session: a text, or an [`OutboxMessage`].
    ///
    /// Where a turn is resumed after the host has died, its hooks run again, and what they sent is sent again.
    pub async fn to_session(&self, id: &str, message: impl Into<OutboxMessage>) -> Result<()> {
        let message = message.into();
        self.cx.demand(Capability::Send, "sends messages", "send")?;
        check(&message)?;
        self.deliver(id, message).await
    }

    async fn deliver(&self, id: &str, message: OutboxMessage) -> Result<()> {
        let deeper = self.cx.deeper(|| "the message cannot be sent".into())?;
        match &self.cx.services().send {
            Some(service) => service.send(SessionRef { scope: self.scope, id }, message, &deeper).await,
            None => Err(MissingService::send().into()),
        }
    }
}
