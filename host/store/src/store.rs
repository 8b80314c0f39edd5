use super::host_lock::HostLock;
use super::pool::{Conn, Pool};
use async_trait::async_trait;
use hookwire_engine::store::{StoreBackend, StoreResult};
use std::sync::Arc;

/// A store in a database.
#[derive(Debug)]
pub(super) struct SqlStore {
    location: Arc<str>,
    pool: Box<dyn Pool>,
    lock: Box<dyn HostLock>,
}

impl SqlStore {
    pub(super) fn new(location: Arc<str>, pool: impl Pool + 'static, lock: impl HostLock + 'static) -> Self {
        Self { location, pool: Box::new(pool), lock: Box::new(lock) }
    }

    /// Returns a connection for one statement that reads.
    pub(super) async fn reader(&self) -> StoreResult<Box<dyn Conn>> {
        self.pool.reader().await
    }

    /// Returns a transaction, unless another host has the store.
    pub(super) async fn transaction(&self) -> StoreResult<Box<dyn Conn>> {
        self.lock.check()?;
        self.pool.transaction().await
    }
}

/// Runs a function that reads with a connection.
macro_rules! with_reader {
    ($store:ident, $function:ident($($arg:expr),*)) => {
        $function(&mut *$store.reader().await?, $($arg),*).await
    };
}

/// Runs a function in a transaction. It is rolled back if the function fails, or if its result is not to be committed.
macro_rules! in_transaction {
    ($store:ident, $function:ident($($arg:expr),*)) => {
        in_transaction!($store, $function($($arg),*) if |_| true)
    };
    ($store:ident, $function:ident($($arg:expr),*) if $commits:expr) => {{
        let mut conn = $store.transaction().await?;
        let result = $function(&mut *conn, $($arg),*).await?;
        let commits: fn(&_) -> bool = $commits;
        if commits(&result) {
            conn.commit().await?;
        }
        Ok(result)
    }};
}

pub(super) use {in_transaction, with_reader};

#[async_trait]
impl StoreBackend for SqlStore {
    fn location(&self) -> String {
        self.location.to_string()
    }

    async fn ping(&self) -> StoreResult<()> {
        self.reader().await?.run("SELECT 1", &[]).await?;
        // Rolled back at once: a transaction that may begin may write.
        drop(self.transaction().await?);
        self.lock.hold().await
    }

    async fn hold_lock(&self) -> StoreResult<()> {
        self.lock.hold().await
    }
}
