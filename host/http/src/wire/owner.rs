use hookwire_engine::store;
use serde::Serialize;
use utoipa::ToSchema;

/// The owner of a session, an approval or a schedule; both parts are empty for whoever comes in without a token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Owner {
    /// The organisation.
    tenant: String,
    /// The person.
    user: String,
}

impl From<store::Owner> for Owner {
    fn from(owner: store::Owner) -> Self {
        Self { tenant: owner.tenant, user: owner.user }
    }
}
