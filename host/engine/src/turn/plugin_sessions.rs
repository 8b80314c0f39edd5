//! The sessions that plugins may see, and what they may do with them.

use super::services::HostServices;
use crate::sessions;
use crate::state::EngineState;
use crate::store::{Owner, Page, Session};
use crate::time::{at, system_time};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{
    Cx, RequestKind, SessionInfo, SessionMessage, SessionPage, SessionRef, SessionScope, SessionService,
    SessionsError,
};

/// The sessions that a plugin may see.
enum Visible {
    All,
    Of(Owner),
    None,
}

impl Visible {
    fn contains(&self, session: &Session) -> bool {
        match self {
            Self::All => true,
            Self::Of(owner) => session.owner == *owner,
            Self::None => false,
        }
    }
}

impl HostServices {
    async fn visible(&self, state: &EngineState, scope: SessionScope, cx: &Cx) -> Result<Visible> {
        if scope == SessionScope::Everybody {
            let plugin = cx.plugin();
            if state.options().sessions.shared_with.contains(plugin) {
                return Ok(Visible::All);
            }
            return Err(SessionsError::NotShared { plugin: plugin.into() }.into());
        }
        let owner = match self.turn_owner() {
            Some(owner) => Some(owner.clone()),
            None => sessions::owner_of(state, cx.identity()).await?,
        };
        Ok(owner.map_or(Visible::None, Visible::Of))
    }

    /// Returns a session, if the plugin may see it.
    pub(super) async fn find_visible(
        &self,
        state: &EngineState,
        session: SessionRef<'_>,
        cx: &Cx,
    ) -> Result<Option<Session>> {
        let visible = self.visible(state, session.scope, cx).await?;
        // No id has a zero character, and not every database can be asked for one.
        if session.id.contains('\0') {
            return Ok(None);
        }
        let found = state.store().session(session.id).await?;
        Ok(found.filter(|found| visible.contains(found)))
    }
}

impl SessionService<Cx> for HostServices {
    fn list<'a>(
        &'a self,
        scope: SessionScope,
        page: SessionPage,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Vec<SessionInfo>>> {
        let list = async move {
            let state = self.engine_state()?;
            let page = Page { before: page.before.map(at), limit: page.limit };
            let visible = self.visible(&state, scope, cx).await?;
            let found = match &visible {
                Visible::All => state.store().sessions(None, &page).await?,
                Visible::Of(owner) => state.store().sessions(Some(owner), &page).await?,
                Visible::None => Vec::new(),
            };
            Ok(found.into_iter().map(|session| info(&state, session)).collect())
        };
        list.boxed()
    }

    fn find<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<Option<SessionInfo>>> {
        let find = async move {
            let state = self.engine_state()?;
            let found = self.find_visible(&state, session, cx).await?;
            Ok(found.map(|found| info(&state, found)))
        };
        find.boxed()
    }

    fn messages<'a>(
        &'a self,
        session: SessionRef<'a>,
        after: u64,
        limit: u32,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Option<Vec<SessionMessage>>>> {
        let read = async move {
            let state = self.engine_state()?;
            if self.find_visible(&state, session, cx).await?.is_none() {
                return Ok(None);
            }
            let messages = state.store().messages(session.id, after, limit).await?;
            let messages = messages.into_iter().map(|stored| SessionMessage {
                seq: stored.seq,
                turn: stored.turn,
                at: system_time(stored.at),
                message: stored.message,
            });
            Ok(Some(messages.collect()))
        };
        read.boxed()
    }

    fn clear<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<bool>> {
        let clear = async move {
            let state = self.engine_state()?;
            let Some(found) = self.find_visible(&state, session, cx).await? else { return Ok(false) };
            sessions::clear(&state, &found).await?;
            Ok(true)
        };
        clear.boxed()
    }

    fn summarise<'a>(&'a self, session: SessionRef<'a>, cx: &'a Cx) -> BoxFuture<'a, Result<Option<String>>> {
        let summarise = async move {
            let state = self.engine_state()?;
            let Some(found) = self.find_visible(&state, session, cx).await? else { return Ok(None) };
            Ok(Some(self.run(cx)?.summarise_for_plugin(found).await?))
        };
        summarise.boxed()
    }

    fn label<'a>(
        &'a self,
        session: SessionRef<'a>,
        label: &'a str,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<bool>> {
        let label = async move {
            let state = self.engine_state()?;
            let Some(found) = self.find_visible(&state, session, cx).await? else { return Ok(false) };
            Ok(state.store().label_session(&found.id, label).await?)
        };
        label.boxed()
    }
}

/// Returns a session as plugins see it: its user is the one that hooks are shown in it.
fn info(state: &EngineState, session: Session) -> SessionInfo {
    let identity = state.session_identity(RequestKind::Internal, &session);
    let mut info = SessionInfo::new(session.id);
    (info.tenant, info.user) = (identity.tenant, identity.user);
    info.agent = session.agent;
    info.label = session.label;
    info.turns = session.turns;
    info.summary = session.summary;
    info.created_at = system_time(session.created_at);
    info.active_at = system_time(session.active_at);
    info.closed_at = session.closed_at.map(system_time);
    info
}
