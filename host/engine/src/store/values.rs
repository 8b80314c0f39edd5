use super::{Millis, StoreResult};
use async_trait::async_trait;
use hookwire::cx::{KvOutcome, KvScan, KvSpace, KvWrite};
use serde_json::Value;

/// Values that plugins keep.
#[async_trait]
pub trait ValueStore: Send + Sync {
    /// Returns the value of a key, unless it has expired.
    async fn value(&self, space: &KvSpace, key: &str, now: Millis) -> StoreResult<Option<Value>>;

    /// Writes or removes the value of a key, if its condition holds.
    async fn put_value(
        &self,
        space: &KvSpace,
        key: &str,
        write: KvWrite,
        now: Millis,
    ) -> StoreResult<KvOutcome>;

    /// Returns the keys that begin with a prefix, in the order of their bytes, with their values.
    async fn values(
        &self,
        space: &KvSpace,
        scan: KvScan<'_>,
        now: Millis,
    ) -> StoreResult<Vec<(String, Value)>>;

    /// Removes what has expired.
    async fn remove_expired_values(&self, now: Millis) -> StoreResult<()>;
}
