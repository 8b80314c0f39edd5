use hookwire::Cx;
use serde::{Deserialize, Serialize};

/// The owner of a note, who alone can see it: a user of a tenant. Both are absent for requests without an identity.
/// At the host itself, in its terminal and without a token, the tenant is `local`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Owner {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

impl Owner {
    /// Returns whether the owner is a user of this name, in whichever tenant.
    pub(crate) fn is_called(&self, user: &str) -> bool {
        self.user.as_deref() == Some(user)
    }

    /// Returns the owner that a request speaks for.
    pub(crate) fn of(cx: &Cx) -> Self {
        let identity = cx.identity();
        Self { tenant: identity.tenant.clone(), user: identity.user.clone() }
    }
}
