use crate::agent::{Engine, now};
use crate::store::{Millis, Owner, Store, StoreError, Token};
use sha2::{Digest, Sha256};

/// How every token begins.
pub(super) const START: &str = "hw_";

/// Why a token is not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// It would open the door to what belongs to whoever is at this machine.
    #[error("a token is somebody's; say whose with --user NAME")]
    Nobody,
    /// It cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token and keeps its hash; what is returned is kept nowhere.
pub async fn make_token(
    store: &dyn Store,
    name: &str,
    owner: Owner,
    expires_at: Option<Millis>,
) -> Result<String, TokenError> {
    if owner.user.trim().is_empty() {
        return Err(TokenError::Nobody);
    }
    let token = format!("{START}{}", hex::encode(rand::random::<[u8; 32]>()));
    let kept = Token { name: name.to_owned(), hash: hash(&token), owner, created_at: now(), expires_at };
    store.add_token(&kept).await?;
    Ok(token)
}

impl Engine {
    /// Makes a token that opens the HTTP door for an owner; what is returned is kept nowhere.
    pub async fn make_token(
        &self,
        name: &str,
        owner: Owner,
        expires_at: Option<Millis>,
    ) -> Result<String, TokenError> {
        make_token(&**self.store(), name, owner, expires_at).await
    }
}

pub(super) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
