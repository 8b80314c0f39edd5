use super::journal::Journal;
use super::turn_state::TurnState;
use crate::options::AgentConfig;
use crate::state::EngineState;
use hookwire::cx::{Cancel, Cx, Identity, RequestKind};
use hookwire::live::Wiring;
use hookwire::points::ToolCall;
use hookwire::{Error, Result, Role};
use std::sync::Arc;

/// The run of one agent on one task: a turn's own, a member's inside it, or what a plugin asks for.
pub(super) struct AgentRun {
    pub(super) state: Arc<EngineState>,
    pub(super) cx: Cx,
    pub(super) wiring: Wiring,
    pub(super) config: AgentConfig,
    pub(super) turn: TurnState,
    /// The prefix of this run's keys in the journal.
    pub(super) prefix: String,
    /// How many agents have delegated, down to this one.
    pub(super) depth: u32,
    /// The tool call that this run is inside of.
    pub(super) outer_call: Option<String>,
    /// Cancelled when the plugin that asked for this run is gone.
    pub(super) caller_gone: Cancel,
}

impl AgentRun {
    /// Creates the run of a turn's own agent.
    pub(super) fn for_turn(
        state: &Arc<EngineState>,
        config: AgentConfig,
        turn: TurnState,
        wiring: Wiring,
        cx: Cx,
    ) -> Self {
        Self {
            state: Arc::clone(state),
            cx,
            wiring,
            config,
            turn,
            prefix: String::new(),
            depth: 0,
            outer_call: None,
            caller_gone: Cancel::default(),
        }
    }

    /// Creates the run of a member, inside a tool call of its lead.
    pub(super) fn for_member(&self, member: &str, call: &ToolCall, cx: &Cx) -> Result<Self> {
        let options = self.state.options();
        let config = options.agents.get(member).ok_or_else(|| Error::msg(options.no_agent(member)))?;
        let path = format!("{}{}", self.prefix, call.id);
        let mut identity = self.cx.identity().clone();
        identity.kind = RequestKind::Subagent;
        identity.role = Role::Member;
        identity.run = identity.run.map(|run| format!("{run}/{}", call.id));
        member.clone_into(&mut identity.agent);
        let wiring = self.state.wiring(&identity);
        Ok(Self {
            state: Arc::clone(&self.state),
            cx: cx.child(identity, wiring.clone())?,
            wiring,
            config: config.clone(),
            turn: self.turn.clone(),
            prefix: path + "/",
            depth: self.depth + 1,
            outer_call: Some(call.id.clone()),
            caller_gone: self.caller_gone.clone(),
        })
    }

    /// Creates the run of a plugin's call: like an agent's own call, and part of the turn if there is one.
    pub(super) fn for_plugin(state: Arc<EngineState>, turn: Option<&TurnState>, cx: &Cx) -> Result<Self> {
        let identity: Identity = cx.identity().clone();
        let options = state.options();
        let agent = if identity.agent.is_empty() { options.route("plugin") } else { &identity.agent };
        let config = options.agents.get(agent).cloned();
        let config = config.ok_or_else(|| Error::msg(options.no_agent(agent)))?;
        let wiring = cx.wired().unwrap_or_default();
        // A plugin may still be at work when the turn is over.
        let turn = match turn.filter(|turn| !turn.is_over()) {
            Some(turn) => turn.for_plugin(),
            None => {
                let journal = Journal::detached(state.store(), identity.session.as_deref());
                TurnState::detached(journal, &config.limits)
            }
        };
        let outer_call = identity.call.clone();
        let cx = cx.child(identity, wiring.clone())?;
        let (prefix, caller_gone) = (String::new(), Cancel::default());
        Ok(Self { state, cx, wiring, config, turn, prefix, depth: 1, outer_call, caller_gone })
    }

    /// Returns the same run without readers of its events.
    pub(super) fn without_readers(&self) -> Self {
        Self {
            state: Arc::clone(&self.state),
            cx: self.cx.clone(),
            wiring: self.wiring.clone(),
            config: self.config.clone(),
            turn: self.turn.without_readers(),
            prefix: self.prefix.clone(),
            depth: self.depth,
            outer_call: self.outer_call.clone(),
            caller_gone: self.caller_gone.clone(),
        }
    }
}
