//! The context of requests to the routes of plugins.

use crate::options::AgentConfig;
use crate::state::EngineState;
use crate::store::Owner;
use hookwire::cx::{Cancel, Cx, Identity, RequestKind};

/// Creates the context of a request to the routes of a plugin, for its sender; nobody is known to send one without.
///
/// Its agent is that of the channel `http`. Whoever is not known is no admin, has no sessions, and is not whoever runs the host.
pub(crate) fn cx(state: &EngineState, sender: Option<&Owner>, mount: &str, cancel: Cancel) -> Cx {
    let agent = state.options().route("http");
    let mut identity = match sender {
        Some(owner) => state.identity(RequestKind::Route, agent, owner, None),
        None => nobody(state, agent),
    };
    identity.channel = Some("http".to_owned());
    mount.clone_into(&mut identity.mount);
    state.cx(identity, cancel)
}

fn nobody(state: &EngineState, agent: &str) -> Identity {
    let role = state.options().agents.get(agent).map(AgentConfig::role).unwrap_or_default();
    let mut identity = Identity::agent(agent, role);
    identity.kind = RequestKind::Public;
    identity
}
