use super::store::Memory;
use crate::store::{StoreError, StoreResult, Token, TokenStore};
use async_trait::async_trait;

#[async_trait]
impl TokenStore for Memory {
    async fn add_token(&self, token: &Token) -> StoreResult<()> {
        let mut state = self.state();
        let same = |known: &Token| known.name == token.name || known.hash == token.hash;
        if state.tokens.values().any(same) {
            return Err(StoreError::taken("token", &token.name));
        }
        state.tokens.insert(token.name.clone(), token.clone());
        Ok(())
    }

    async fn token(&self, hash: &str) -> StoreResult<Option<Token>> {
        Ok(self.state().tokens.values().find(|token| token.hash == hash).cloned())
    }

    async fn tokens(&self) -> StoreResult<Vec<Token>> {
        Ok(self.state().tokens.values().cloned().collect())
    }

    async fn remove_token(&self, name: &str) -> StoreResult<bool> {
        Ok(self.state().tokens.remove(name).is_some())
    }
}
