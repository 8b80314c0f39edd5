use crate::options::LOCAL_TENANT;
use hookwire::cx::Identity;
use serde::{Deserialize, Serialize};

/// The owner of a session, an approval, a schedule or a token. Both parts are empty where there is only one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The organisation.
    pub tenant: String,
    /// The person.
    pub user: String,
}

impl Owner {
    /// Returns the owner whom an identity names.
    pub fn of(identity: &Identity) -> Self {
        Self::named(identity.tenant.as_deref(), identity.user.as_deref())
    }

    /// Returns the owner of a tenant and a user as hooks see them: for whoever runs the host they see a name, and what is
    /// theirs is nobody else's.
    pub(crate) fn named(tenant: Option<&str>, user: Option<&str>) -> Self {
        if tenant == Some(LOCAL_TENANT) {
            return Self::default();
        }
        Self { tenant: tenant.unwrap_or_default().to_owned(), user: user.unwrap_or_default().to_owned() }
    }
}
