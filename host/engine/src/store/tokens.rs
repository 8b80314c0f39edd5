use super::{Millis, Owner, StoreResult};
use async_trait::async_trait;
use serde::Serialize;

/// A token that admits its owner over HTTP.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Token {
    /// The name of the token.
    pub name: String,
    /// The SHA-256 of the token; the token itself is not stored.
    #[serde(skip)]
    pub hash: String,
    /// The owner that requests with this token act for.
    pub owner: Owner,
    /// The time at which the token was made.
    pub created_at: Millis,
    /// The time at which the token stops working; it works for ever, if absent.
    pub expires_at: Option<Millis>,
}

/// Tokens, known by their hashes.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Stores a token. Both its name and its hash must be new.
    async fn add_token(&self, token: &Token) -> StoreResult<()>;

    /// Returns the token with a hash.
    async fn token(&self, hash: &str) -> StoreResult<Option<Token>>;

    /// Returns all tokens, ordered by name.
    async fn tokens(&self) -> StoreResult<Vec<Token>>;

    /// Deletes a token by its name; returns whether there was one.
    async fn remove_token(&self, name: &str) -> StoreResult<bool>;
}
