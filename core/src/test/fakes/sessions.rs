use crate::cx::{Cx, SessionInfo, SessionMessage, SessionPage, SessionRef, SessionScope, SessionService};
use crate::error::Result;
use crate::lock::lock;
use crate::points::{Message, MessageRole};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use std::cmp::Reverse;
use std::sync::Mutex;

/// The sessions that a test gives plugins to see.
///
/// As at a host, a caller sees their own: those with the tenant and the user of the request. `of_everybody` is allowed.
#[derive(Debug, Default)]
pub struct FakeSessions(Mutex<Vec<FakeSession>>);

#[derive(Debug)]
struct FakeSession {
    info: SessionInfo,
    messages: Vec<Message>,
    /// Whether a plugin has cleared it.
    cleared: bool,
}

impl FakeSession {
    fn is_in(&self, scope: SessionScope, cx: &Cx) -> bool {
        let identity = cx.identity();
        let is_callers = self.info.tenant == identity.tenant && self.info.user == identity.user;
        scope == SessionScope::Everybody || is_callers && identity.has_caller()
    }

    fn stored_messages(&self) -> impl Iterator<Item = SessionMessage> {
        let turns = self.messages.iter().scan(0, |turn, message| {
            *turn += u64::from(message.role == MessageRole::User);
            Some((*turn, message.clone()))
        });
        let at = self.info.active_at;
        (1..).zip(turns).map(move |(seq, (turn, message))| SessionMessage { seq, turn, at, message })
    }
}

impl FakeSessions {
    /// Adds a session.
    pub fn add(&self, info: SessionInfo, messages: Vec<Message>) {
        lock(&self.0).push(FakeSession { info, messages, cleared: false });
    }

    /// Returns the ids of the sessions that plugins have cleared.
    pub fn cleared(&self) -> Vec<String> {
        let sessions = lock(&self.0);
        sessions.iter().filter(|it| it.cleared).map(|it| it.info.id.clone()).collect()
    }

    /// Does something with a session, if there is one in the scope.
    fn with<T>(
        &self,
        session: SessionRef<'_>,
        cx: &Cx,
        work: impl FnOnce(&mut FakeSession) -> T,
    ) -> Option<T> {
        let mut sessions = lock(&self.0);
        let found = sessions.iter_mut().find(|it| it.info.id == session.id && it.is_in(session.scope, cx))?;
        Some(work(found))
    }
}

impl SessionService<Cx> for FakeSessions {
    fn list<'a>(
        &'a self,
        scope: SessionScope,
        page: SessionPage,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Vec<SessionInfo>>> {
        let sessions = lock(&self.0);
        let is_before = |info: &SessionInfo| page.before.is_none_or(|before| info.active_at < before);
        let seen = sessions.iter().filter(|it| it.is_in(scope, cx) && is_before(&it.info));
        let mut found: Vec<_> = seen.map(|it| it.info.clone()).collect();
        found.sort_by_key(|info| Reverse((info.active_at, info.id.clone())));
        found.truncate(page.limit as usize);
        ready(Ok(found)).boxed()
    }

    fn find<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<Option<SessionInfo>>> {
        ready(Ok(self.with(session, cx, |found| found.info.clone()))).boxed()
    }

    fn messages<'a>(
        &'a self,
        session: SessionRef<'a>,
        after: u64,
        limit: u32,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Option<Vec<SessionMessage>>>> {
        let page = self.with(session, cx, |found| {
            let behind = found.stored_messages().filter(|message| message.seq > after);
            behind.take(limit as usize).collect()
        });
        ready(Ok(page)).boxed()
    }

    fn clear<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<bool>> {
        let found = self.with(session, cx, |found| {
            found.info.summary.clear();
            found.cleared = true;
        });
        ready(Ok(found.is_some())).boxed()
    }

    /// The summary is made of the texts themselves, one a line.
    fn summarise<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<Option<String>>> {
        let summary = self.with(session, cx, |found| {
            let texts: Vec<_> = found.messages.iter().map(|message| message.text.as_str()).collect();
            found.info.summary = texts.join("\n");
            found.info.summary.clone()
        });
        ready(Ok(summary)).boxed()
    }

    fn label<'a>(
        &'a self,
        session: SessionRef<'a>,
        label: &'a str,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<bool>> {
        let found = self.with(session, cx, |found| label.clone_into(&mut found.info.label));
        ready(Ok(found.is_some())).boxed()
    }
}
