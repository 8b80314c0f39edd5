use super::FakeSessions;
use crate::cx::{Cx, OutboxError, OutboxFile, OutboxMessage, SendService, SessionRef, SessionService};
use crate::error::Result;
use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::sync::{Arc, Mutex};

/// The messages that plugins send, to the sessions of the test or to the one of the kit's identity.
#[derive(Debug, Default)]
pub struct FakeOutbox {
    sessions: Arc<FakeSessions>,
    sent: Mutex<Vec<SentMessage>>,
}

/// A message that a plugin has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentMessage {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The session's id.
    pub session: String,
    /// The text.
    pub text: String,
    /// The files.
    pub files: Vec<OutboxFile>,
}

impl FakeOutbox {
    pub(super) fn to(sessions: Arc<FakeSessions>) -> Self {
        Self { sessions, sent: Mutex::default() }
    }

    /// Returns the messages that plugins have sent so far.
    pub fn sent(&self) -> Vec<SentMessage> {
        lock(&self.sent).clone()
    }
}

impl SendService<Cx> for FakeOutbox {
    fn send<'a>(
        &'a self,
        session: SessionRef<'a>,
        message: OutboxMessage,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<()>> {
        let send = async move {
            let is_own = cx.identity().session.as_deref() == Some(session.id);
            let found = self.sessions.find(session, cx).await?;
            match found {
                None if !is_own => return Err(OutboxError::NoSession { id: session.id.into() }.into()),
                Some(found) if found.closed_at.is_some() => {
                    return Err(OutboxError::Closed { id: session.id.into() }.into());
                }
                _ => {}
            }
            let OutboxMessage { text, files } = message;
            let sent = SentMessage { plugin: cx.plugin(), session: session.id.into(), text, files };
            lock(&self.sent).push(sent);
            Ok(())
        };
        send.boxed()
    }
}
