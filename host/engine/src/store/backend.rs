use super::StoreResult;
use async_trait::async_trait;

/// The back end of a store: where the data is, whether it can be used, and whether this host still owns it.
#[async_trait]
pub trait StoreBackend: Send + Sync {
    /// Returns where the data is, without any secret.
    fn location(&self) -> String;

    /// Checks that the store can be read and written now.
    async fn ping(&self) -> StoreResult<()>;

    /// Checks that this host still holds the lock that keeps other hosts out.
    ///
    /// A lock that was lost, and that no other host has taken, is taken again. If another host has taken it, the result
    /// is [`StoreError::InUse`](super::StoreError::InUse), and nothing is written through this store from then on.
    async fn hold_lock(&self) -> StoreResult<()>;
}
