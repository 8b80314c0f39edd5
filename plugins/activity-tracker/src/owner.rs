use hookwire::Cx;
use serde::{Deserialize, Serialize};

/// The owner of an activity: a user of a tenant. Both are absent for requests without an identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Owner {
    tenant: Option<String>,
    user: Option<String>,
}

impl Owner {
    /// Returns the owner that a request speaks for.
    pub(crate) fn of(cx: &Cx) -> Self {
        let identity = cx.identity();
        Self { tenant: identity.tenant.clone(), user: identity.user.clone() }
    }

    /// Returns whether whoever asks may see what is the owner's: the owner, and admins.
    pub(crate) fn is_seen_by(&self, cx: &Cx) -> bool {
        let asking = cx.identity();
        asking.admin || (&self.tenant, &self.user) == (&asking.tenant, &asking.user)
    }

    /// Returns the owner as people read it.
    pub(crate) fn name(&self) -> String {
        let user = self.user.as_deref().unwrap_or("nobody");
        match self.tenant.as_deref() {
            Some(tenant) if !tenant.is_empty() => format!("{user} ({tenant})"),
            _ => user.to_owned(),
        }
    }
}
