//! Every way in which work begins.

use super::{AgentRun, Journal, Stop, Turn, TurnPermit, TurnState};
use crate::agent::{Engine, EngineState, HostServices};
use crate::store::TurnStart;
use hookwire::cx::{Cancel, Cx, Identity, RequestKind};
use hookwire::points::ToolCall;
use hookwire::trace::Trace;
use hookwire::{Error, Result, Role};
use std::sync::Arc;

impl AgentRun {
    /// Makes a turn's own.
    pub(super) async fn for_turn(
        agent: &Engine,
        turn: &Turn,
        begun: &TurnStart,
        place: &Arc<TurnPermit>,
    ) -> Result<Self, Stop> {
        let posting = &turn.posting;
        let profile = agent.options.agents.get(&posting.agent);
        let profile = profile.ok_or_else(|| Stop::Failed(agent.options.no_agent(&posting.agent)))?.clone();
        let open = || Journal::open(&agent.store, &posting.session, begun.turn, begun.resumed);
        let journal = turn.first(agent, open).await?;
        let shared = TurnState::of_turn(&turn.feed, journal, &profile.limits, place, turn.unattended);
        let wiring = agent.plugins.wiring(&posting.agent, profile.role());
        // What plugins ask for in the turn is a part of it.
        let services = Arc::new(HostServices::within(agent.inner(), &shared));
        let trace = agent.options.sessions.trace.then(Trace::brief);
        let cancel = turn.feed.cancel().clone();
        Ok(Self {
            host: Arc::clone(agent.inner()),
            cx: Cx::new(turn.identity(profile.role()), wiring.clone(), services, cancel, trace),
            wiring,
            profile,
            shared,
            prefix: String::new(),
            depth: 0,
            inside: None,
            left: Cancel::default(),
        })
    }

    /// Makes a member's, inside a call of its lead.
    pub(super) fn member(&self, member: &str, call: &ToolCall, cx: &Cx) -> Result<Self> {
        let profile = self.host.options.agents.get(member);
        let profile = profile.ok_or_else(|| Error::msg(self.host.options.no_agent(member)))?;
        let mut identity = self.cx.identity().clone();
        identity.kind = RequestKind::Subagent;
        identity.role = Role::Member;
        member.clone_into(&mut identity.agent);
        let wiring = self.host.plugins.wiring(member, Role::Member);
        Ok(Self {
            host: Arc::clone(&self.host),
            cx: cx.child(identity, wiring.clone())?,
            wiring,
            profile: profile.clone(),
            shared: self.shared.clone(),
            prefix: format!("{}{}/", self.prefix, call.id),
            depth: self.depth + 1,
            inside: Some(call.id.clone()),
            left: self.left.clone(),
        })
    }

    /// Makes what a plugin's call goes through: the same as an agent's own, in the turn if it is in one.
    pub(crate) fn for_plugin(host: Arc<EngineState>, turn: Option<&TurnState>, cx: &Cx) -> Result<Self> {
        let identity: Identity = cx.identity().clone();
        let agent = if identity.agent.is_empty() { host.options.route("plugin") } else { &identity.agent };
        let profile = host.options.agents.get(agent).cloned();
        let profile = profile.ok_or_else(|| Error::msg(host.options.no_agent(agent)))?;
        let wiring = cx.wired().unwrap_or_default();
        // A plugin may still be at work when the turn is over.
        let shared = match turn.filter(|turn| !turn.feed.is_over()) {
            Some(turn) => turn.of_plugin(),
            None => TurnState::of_none(&host, identity.session.as_deref(), &profile.limits),
        };
        let inside = identity.call.clone();
        let cx = cx.child(identity, wiring.clone())?;
        let (prefix, left) = (String::new(), Cancel::default());
        Ok(Self { host, cx, wiring, profile, shared, prefix, depth: 1, inside, left })
    }

    /// Makes the same, with nobody who listens.
    pub(super) fn silent(&self) -> Self {
        Self {
            host: Arc::clone(&self.host),
            cx: self.cx.clone(),
            wiring: self.wiring.clone(),
            profile: self.profile.clone(),
            shared: self.shared.silent(),
            prefix: self.prefix.clone(),
            depth: self.depth,
            inside: self.inside.clone(),
            left: self.left.clone(),
        }
    }
}
