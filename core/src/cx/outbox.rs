use super::context::Cx;
use super::permissions::Capability;
use super::services::{MissingService, SessionRef, SessionScope};
use crate::error::Result;

/// The plugin's way to send messages: made by [`Cx::send`].
///
/// A message goes to a session of the user who asks and stands there among the assistant's, under the plugin's name. It
/// passes the hooks that an answer passes: `answer.review`, `agent.after` and, when it is stored, `message.sent`. Whoever
/// follows an answer in the session sees it at once, others with the transcript. A message has at most 64 KiB, and a
/// plugin sends at most 60 a minute.
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

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutboxError {
    /// There is no such session, or it is another user's.
    #[error("there is no session `{id}`")]
    NoSession {
        /// The id asked for.
        id: String,
    },
    /// The session is closed.
    #[error("the session `{id}` is closed; nobody reads there any more")]
    Closed {
        /// The session's id.
        id: String,
    },
    /// There is no text.
    #[error("a message without text is not sent")]
    Empty,
    /// The text is too long.
    #[error("the message has {bytes} bytes, the limit is {}; send less", Outbox::MOST_BYTES)]
    TooLong {
        /// The length of the text.
        bytes: usize,
    },
    /// The plugin has sent too many messages.
    #[error(
        "`{plugin}` has sent {} messages within a minute, which is the limit; wait and put more into one",
        Outbox::MOST_A_MINUTE
    )]
    TooMany {
        /// The plugin's id.
        plugin: String,
    },
    /// A hook at `answer.review` sends it back.
    #[error("a review sends the message back: {feedback}")]
    SentBack {
        /// What should be better.
        feedback: String,
    },
}

impl Cx {
    /// Returns the plugin's way to send messages of its own accord.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [send])]`. A [`MissingService`] says that this host sends no
    /// messages for plugins.
    pub fn send(&self) -> Outbox<'_> {
        Outbox { cx: self, scope: SessionScope::Caller }
    }
}

impl Outbox<'_> {
    /// How many bytes a message may have.
    pub const MOST_BYTES: usize = 64 * 1024;
    /// How many messages a plugin may send within a minute.
    pub const MOST_A_MINUTE: usize = 60;

    /// Returns the way to the sessions of everybody, for plugins that the operator names in the configuration:
    /// `[sessions] shared_with = [..]`. Others are refused with [`SessionsError::NotShared`](super::SessionsError).
    #[must_use]
    pub fn of_everybody(self) -> Self {
        Self { scope: SessionScope::Everybody, ..self }
    }

    /// Sends a message to a session.
    ///
    /// Where a turn is resumed after the host has died, its hooks run again, and what they sent is sent again.
    pub async fn to_session(&self, id: &str, text: impl Into<String>) -> Result<()> {
        let text = text.into();
        self.cx.demand(Capability::Send, "sends messages", "send")?;
        if text.trim().is_empty() {
            return Err(OutboxError::Empty.into());
        }
        if text.len() > Self::MOST_BYTES {
            return Err(OutboxError::TooLong { bytes: text.len() }.into());
        }
        let deeper = self.cx.deeper(|| "the message cannot be sent".into())?;
        match &self.cx.services().send {
            Some(service) => service.send(SessionRef { scope: self.scope, id }, text, &deeper).await,
            None => Err(MissingService::send().into()),
        }
    }
}
