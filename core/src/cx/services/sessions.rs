use crate::error::Result;
use crate::points::Message;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// The service that shows plugins the sessions, and changes them; `C` is the context, [`Cx`](crate::Cx).
///
/// What is asked for is always within a scope. A session outside of it is answered as one that is not there.
pub trait SessionService<C>: Send + Sync + fmt::Debug {
    /// Returns sessions, the last active first.
    fn list<'a>(
        &'a self,
        scope: SessionScope,
        page: SessionPage,
        cx: &'a C,
    ) -> BoxFuture<'a, Result<Vec<SessionInfo>>>;

    /// Returns a session.
    fn find<'a>(&'a self, session: SessionRef<'a>, cx: &'a C) -> BoxFuture<'a, Result<Option<SessionInfo>>>;

    /// Returns the messages of a session that follow number `after`, in order; `None` if there is no such session.
    fn messages<'a>(
        &'a self,
        session: SessionRef<'a>,
        after: u64,
        limit: u32,
        cx: &'a C,
    ) -> BoxFuture<'a, Result<Option<Vec<SessionMessage>>>>;

    /// Has the agent forget the turns of a session that have ended; returns whether there is such a session.
    fn clear<'a>(&'a self, session: SessionRef<'a>, cx: &'a C) -> BoxFuture<'a, Result<bool>>;

    /// Has a model summarise the turns of a session that have ended; returns the summary, or `None` if there is no such
    /// session.
    fn summarise<'a>(&'a self, session: SessionRef<'a>, cx: &'a C) -> BoxFuture<'a, Result<Option<String>>>;

    /// Sets the label of a session; returns whether there is such a session.
    fn label<'a>(&'a self, session: SessionRef<'a>, label: &'a str, cx: &'a C)
    -> BoxFuture<'a, Result<bool>>;
}

/// Whose sessions a plugin asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionScope {
    /// Those of the user who asks, in the user's tenant.
    Caller,
    /// Those of everybody, if the operator lets the plugin see them.
    Everybody,
}

/// A session by its id, within a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRef<'a> {
    /// The scope.
    pub scope: SessionScope,
    /// The session's id.
    pub id: &'a str,
}

/// A part of the list of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionPage {
    /// Only sessions that were last active before this time.
    pub before: Option<SystemTime>,
    /// How many sessions are wanted at most.
    pub limit: u32,
}

/// A session, as plugins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionInfo {
    /// The session's id.
    pub id: String,
    /// The tenant of the session's user.
    pub tenant: Option<String>,
    /// The session's user.
    pub user: Option<String>,
    /// The agent that answers in the session.
    pub agent: String,
    /// The session's label; empty, if it has none.
    pub label: String,
    /// The number of turns.
    pub turns: u64,
    /// The summary that stands for the session's older messages; empty, if there is none.
    pub summary: String,
    /// When the session began.
    pub created_at: SystemTime,
    /// When something last happened in the session.
    pub active_at: SystemTime,
    /// When the session was closed; it is open, if absent.
    pub closed_at: Option<SystemTime>,
}

impl SessionInfo {
    /// Makes a session of nobody, without turns; set its other fields.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            tenant: None,
            user: None,
            agent: String::new(),
            label: String::new(),
            turns: 0,
            summary: String::new(),
            created_at: UNIX_EPOCH,
            active_at: UNIX_EPOCH,
            closed_at: None,
        }
    }
}

/// A message of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionMessage {
    /// The number of the message in its session, from 1.
    pub seq: u64,
    /// The number of the turn that the message belongs to.
    pub turn: u64,
    /// When the message was stored.
    pub at: SystemTime,
    /// The message itself.
    pub message: Message,
}
