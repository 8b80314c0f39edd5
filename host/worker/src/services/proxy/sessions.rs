use super::super::context::HostContext;
use super::super::reply::HostReply;
use super::super::request::{HostRequest, SessionsCall};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, SessionInfo, SessionMessage, SessionPage, SessionRef, SessionScope, SessionService};

/// Sessions, shown and changed by the host. That there is no such session comes back as the error that plugins get.
#[derive(Debug)]
pub(in super::super) struct RemoteSessions(pub(in super::super) HostContext);

impl RemoteSessions {
    async fn ask(&self, scope: SessionScope, call: SessionsCall) -> Result<HostReply> {
        self.0.ask(HostRequest::Sessions { scope, call }).await
    }

    /// Asks for something that either is done or fails.
    async fn change(&self, scope: SessionScope, call: SessionsCall) -> Result<bool> {
        match self.ask(scope, call).await? {
            HostReply::Done => Ok(true),
            other => Err(other.unexpected().into()),
        }
    }
}

impl SessionService<Cx> for RemoteSessions {
    fn list<'a>(
        &'a self,
        scope: SessionScope,
        SessionPage { before, limit }: SessionPage,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<Vec<SessionInfo>>> {
        let work = async move {
            match self.ask(scope, SessionsCall::List { before, limit }).await? {
                HostReply::Sessions { sessions } => Ok(sessions),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn find<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<Option<SessionInfo>>> {
        let work = async move {
            match self.ask(scope, SessionsCall::Find { session: id.into() }).await? {
                HostReply::Session { session } => Ok(session),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn messages<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        after: u64,
        limit: u32,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<Option<Vec<SessionMessage>>>> {
        let work = async move {
            match self.ask(scope, SessionsCall::Messages { session: id.into(), after, limit }).await? {
                HostReply::Messages { messages } => Ok(Some(messages)),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn clear<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<bool>> {
        self.change(scope, SessionsCall::Clear { session: id.into() }).boxed()
    }

    fn summarise<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        let work = async move {
            match self.ask(scope, SessionsCall::Summarise { session: id.into() }).await? {
                HostReply::Text { text } => Ok(Some(text)),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn label<'a>(
        &'a self,
        SessionRef { scope, id }: SessionRef<'a>,
        label: &'a str,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<bool>> {
        self.change(scope, SessionsCall::Label { session: id.into(), label: label.into() }).boxed()
    }
}
