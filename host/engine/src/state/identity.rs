use super::EngineState;
use crate::options::{AgentConfig, LOCAL_TENANT};
use crate::store::{Owner, Session};
use hookwire::cx::{Identity, RequestKind};

impl EngineState {
    /// Returns the identity of a request: its kind, the agent that answers, the owner, and the session if there is one.
    pub(crate) fn identity(
        &self,
        kind: RequestKind,
        agent: &str,
        owner: &Owner,
        session: Option<&str>,
    ) -> Identity {
        let role = self.options().agents.get(agent).map(AgentConfig::role).unwrap_or_default();
        let mut identity = Identity::agent(agent, role);
        identity.kind = kind;
        identity.admin = *owner == Owner::default() || self.options().is_admin(&owner.tenant, &owner.user);
        (identity.tenant, identity.user) = (non_empty(&owner.tenant), non_empty(&owner.user));
        if let (true, Some(user)) = (*owner == Owner::default(), &self.options().local_user) {
            (identity.tenant, identity.user) = (Some(LOCAL_TENANT.to_owned()), Some(user.clone()));
        }
        identity.session = session.map(ToOwned::to_owned);
        identity
    }

    /// Returns the identity of an operation on a session, such as closing it.
    pub(crate) fn session_identity(&self, kind: RequestKind, session: &Session) -> Identity {
        self.identity(kind, &session.agent, &session.owner, Some(&session.id))
    }
}

/// Returns an identity whose user is the sender of a message, if its owner names no user.
pub(crate) fn with_sender(mut identity: Identity, owner: &Owner, sender: &str) -> Identity {
    if owner.user.is_empty()
        && let Some(sender) = non_empty(sender)
    {
        // Whoever says that he is somebody else than the one who runs the host is not an admin.
        identity.admin &= identity.user.as_ref() == Some(&sender);
        identity.user = Some(sender);
    }
    identity
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
