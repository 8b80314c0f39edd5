use serde::{Deserialize, Serialize};

/// The owner of a session, an approval, a schedule or a token. Both parts are empty where there is only one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The organisation.
    pub tenant: String,
    /// The person.
    pub user: String,
}
