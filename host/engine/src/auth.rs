//! Tokens: for whom a request from outside comes in.
//!
//! A token is shown once, when it is made; the store keeps only its SHA-256.

use crate::store::{Millis, Owner, Store, StoreError, Token};
use crate::time::now;
use sha2::{Digest, Sha256};

/// The beginning of every token.
const PREFIX: &str = "hw_";

/// The reason why a token is not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The owner has no name: such a token would open what belongs to whoever sits at this machine.
    #[error("a token is somebody's; say whose with --user NAME")]
    Nobody,
    /// The store cannot keep the token.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The reason why a token is not accepted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// No such token was made, or it was removed.
    #[error("this token does not open the door")]
    Unknown,
    /// The token's time is over.
    #[error("this token has expired")]
    Expired,
    /// The store cannot be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token for an owner and keeps its hash in the store; the text that is returned is kept nowhere.
pub async fn create_token(
    store: &dyn Store,
    name: &str,
    owner: Owner,
    expires_at: Option<Millis>,
) -> Result<String, TokenError> {
    if owner.user.trim().is_empty() {
        return Err(TokenError::Nobody);
    }
    let text = format!("{PREFIX}{}", hex::encode(rand::random::<[u8; 32]>()));
    let token = Token { name: name.to_owned(), hash: hash(&text), owner, created_at: now(), expires_at };
    store.add_token(&token).await?;
    Ok(text)
}

/// Returns what is known of a token that somebody presents: its name and its owner.
pub async fn authenticate(store: &dyn Store, presented: &str) -> Result<Token, AuthError> {
    let token = store.token(&hash(presented)).await?.ok_or(AuthError::Unknown)?;
    if is_valid(&token) { Ok(token) } else { Err(AuthError::Expired) }
}

/// Returns whether the store has a token that has not expired.
pub async fn has_valid_token(store: &dyn Store) -> Result<bool, StoreError> {
    Ok(store.tokens().await?.iter().any(is_valid))
}

/// Returns whether a text looks like a token of this host, and not like the key of another service.
pub fn is_token(text: &str) -> bool {
    text.starts_with(PREFIX)
}

fn is_valid(token: &Token) -> bool {
    token.expires_at.is_none_or(|at| at > now())
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
