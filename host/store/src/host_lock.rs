use async_trait::async_trait;
use hookwire_engine::store::StoreResult;
use std::fmt::Debug;

/// A lock that keeps other hosts out for as long as it lives.
#[async_trait]
pub(super) trait HostLock: Debug + Send + Sync {
    /// Checks that this host has the lock, and takes it again if it was lost and nobody has it.
    ///
    /// Once another host was found to have it, this fails for ever.
    async fn hold(&self) -> StoreResult<()> {
        Ok(())
    }

    /// Fails if another host was found to have the lock.
    fn check(&self) -> StoreResult<()> {
        Ok(())
    }
}

/// The lock of a store that is open beside others: none.
#[derive(Debug)]
pub(super) struct NoLock;

impl HostLock for NoLock {}
