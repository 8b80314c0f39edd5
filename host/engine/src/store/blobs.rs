use super::StoreResult;
use async_trait::async_trait;

/// Texts of a session that are too large for its conversation.
#[async_trait]
pub trait BlobStore: Send + Sync {
    /// Stores a text under an id; it replaces an earlier text of the same id.
    async fn put_blob(&self, session: &str, id: &str, text: &str) -> StoreResult<()>;

    /// Returns the text of an id.
    async fn blob(&self, session: &str, id: &str) -> StoreResult<Option<String>>;
}
