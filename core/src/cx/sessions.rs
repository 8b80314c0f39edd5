use super::context::Cx;
use super::permissions::Capability;
use super::services::{
    MissingService, SessionInfo, SessionMessage, SessionPage, SessionRef, SessionScope, SessionService,
};
use crate::error::Result;
use std::time::SystemTime;

/// The sessions of the user who asks: made by [`Cx::sessions`].
///
/// Another user's or tenant's session is answered as one that is not there. Where nobody asks, as in a plugin's start
/// or in a method with `#[every]` or `#[cron]`, there are none.
///
/// ```
/// use hookwire::{Cx, Reply, Result, plugin};
///
/// /// Begins a conversation anew.
/// #[derive(Default)]
/// struct Forgetful;
///
/// #[plugin(id = "forgetful", capabilities = [sessions])]
/// impl Forgetful {
///     /// Has the agent forget what was said.
///     #[command("/forget")]
///     async fn forget(&self, cx: &Cx) -> Result<Reply> {
///         if let Some(session) = &cx.identity().session {
///             cx.sessions().clear(session).await?;
///         }
///         Ok(Reply::from("what were we talking about?"))
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sessions<'a> {
    cx: &'a Cx,
    scope: SessionScope,
}

/// Why something of a session was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum SessionsError {
    /// There is no such session, or it is another user's.
    #[error("there is no session `{id}`")]
    Unknown {
        /// The id asked for.
        id: String,
    },
    /// More is asked for at once than may be.
    #[error("{wanted} are too many at once: the limit is {}; ask page by page", Sessions::MOST_AT_ONCE)]
    TooMany {
        /// How many are wanted.
        wanted: u32,
    },
    /// The label is none.
    #[error(
        "{label:?} is no label: a label has at most {} bytes without control characters",
        Sessions::MOST_LABEL_BYTES
    )]
    NoLabel {
        /// How it begins.
        label: String,
    },
    /// The operator does not let the plugin see the sessions of everybody.
    #[error(
        "`{plugin}` may not see the sessions of everybody; the operator allows it in the configuration: \
         `[sessions] shared_with = [\"{plugin}\"]`"
    )]
    NotShared {
        /// The plugin's id.
        plugin: String,
    },
}

impl Cx {
    /// Returns the sessions of the user who asks.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [sessions])]`. A [`MissingService`] says that this host shows
    /// plugins no sessions.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions { cx: self, scope: SessionScope::Caller }
    }
}

impl<'a> Sessions<'a> {
    /// How many sessions or messages may be asked for at once.
    pub const MOST_AT_ONCE: u32 = 500;
    /// How many bytes a label may have.
    pub const MOST_LABEL_BYTES: usize = 200;

    /// Returns the sessions of everybody, for plugins that the operator names in the configuration:
    /// `[sessions] shared_with = [..]`. Others are refused with [`SessionsError::NotShared`].
    #[must_use]
    pub fn of_everybody(self) -> Self {
        Self { scope: SessionScope::Everybody, ..self }
    }

    /// Returns sessions, the last active first: at most `limit`, and only those that were last active before a time, if
    /// there is one.
    pub async fn list(&self, before: Option<SystemTime>, limit: u32) -> Result<Vec<SessionInfo>> {
        let page = SessionPage { before, limit: checked_limit(limit)? };
        self.service()?.list(self.scope, page, self.cx).await
    }

    /// Returns a session, if there is one with this id.
    pub async fn find(&self, id: &str) -> Result<Option<SessionInfo>> {
        self.service()?.find(self.session(id), self.cx).await
    }

    /// Returns messages of a session, in order: at most `limit`, and only those behind number `after`, which is the last
    /// one of the page before or 0.
    ///
    /// All messages are there, those too that a summary stands for or that were cleared.
    pub async fn messages(&self, id: &str, after: u64, limit: u32) -> Result<Vec<SessionMessage>> {
        let limit = checked_limit(limit)?;
        let messages = self.service()?.messages(self.session(id), after, limit, self.cx).await?;
        messages.ok_or_else(|| unknown(id))
    }

    /// Has the agent forget what was said in a session, in all turns that have ended: it reads neither the messages nor
    /// a summary of them any more. The transcript stays.
    pub async fn clear(&self, id: &str) -> Result<()> {
        let found = self.service()?.clear(self.session(id), self.cx).await?;
        if found { Ok(()) } else { Err(unknown(id)) }
    }

    /// Has the agent's model summarise a session, all turns that have ended, and returns the summary: the agent reads it
    /// in the place of the messages from now on.
    ///
    /// In a turn this takes one of the turn's steps. If nothing new was said, the summary stays as it is.
    pub async fn summarise(&self, id: &str) -> Result<String> {
        let summary = self.service()?.summarise(self.session(id), self.cx).await?;
        summary.ok_or_else(|| unknown(id))
    }

    /// Sets the label of a session, which people see in lists of sessions; an empty one removes it.
    pub async fn label(&self, id: &str, label: &str) -> Result<()> {
        if label.len() > Self::MOST_LABEL_BYTES || label.chars().any(char::is_control) {
            return Err(SessionsError::NoLabel { label: label.chars().take(40).collect() }.into());
        }
        let found = self.service()?.label(self.session(id), label, self.cx).await?;
        if found { Ok(()) } else { Err(unknown(id)) }
    }

    fn service(&self) -> Result<&'a dyn SessionService<Cx>> {
        self.cx.demand(Capability::Sessions, "reads and changes sessions", "sessions")?;
        self.cx.services().sessions.as_deref().ok_or_else(|| MissingService::sessions().into())
    }

    fn session<'i>(&self, id: &'i str) -> SessionRef<'i> {
        SessionRef { scope: self.scope, id }
    }
}

fn checked_limit(wanted: u32) -> Result<u32> {
    if wanted > Sessions::MOST_AT_ONCE {
        return Err(SessionsError::TooMany { wanted }.into());
    }
    Ok(wanted)
}

fn unknown(id: &str) -> crate::error::Error {
    SessionsError::Unknown { id: id.into() }.into()
}
