use super::EngineState;
use crate::options::AgentConfig;
use crate::store::{Owner, Session};
use hookwire::cx::{Identity, RequestKind};

impl EngineState {
    /// Says how something comes to be done, as which agent, for whom, and in which session.
    pub(crate) fn identity(
        &self,
        kind: RequestKind,
        agent: &str,
        owner: &Owner,
        session: Option<&str>,
    ) -> Identity {
        let role = self.options.agents.get(agent).map(AgentConfig::role).unwrap_or_default();
        let mut identity = Identity::agent(agent, role);
        identity.kind = kind;
        identity.tenant = some(&owner.tenant);
        identity.user = some(&owner.user);
        identity.session = session.map(ToOwned::to_owned);
        identity
    }

    /// The same for what is done to a session rather than in it.
    pub(crate) fn identity_of(&self, kind: RequestKind, session: &Session) -> Identity {
        self.identity(kind, &session.agent, &session.owner, Some(&session.id))
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
