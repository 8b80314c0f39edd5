use super::store::Memory;
use crate::store::{Millis, StoreResult, ValueStore};
use crate::time::system_time;
use async_trait::async_trait;
use hookwire::cx::{KvOutcome, KvOwner, KvScan, KvSpace, KvWrite};
use serde_json::Value;

#[async_trait]
impl ValueStore for Memory {
    async fn value(&self, space: &KvSpace, key: &str, now: Millis) -> StoreResult<Option<Value>> {
        Ok(self.state().values.get(space, key, system_time(now)))
    }

    async fn put_value(
        &self,
        space: &KvSpace,
        key: &str,
        write: KvWrite,
        now: Millis,
    ) -> StoreResult<KvOutcome> {
        let mut state = self.state();
        if let KvOwner::Session(session) = &space.owner {
            state.session(session)?;
        }
        Ok(state.values.put(space, key, write, system_time(now)))
    }

    async fn values(
        &self,
        space: &KvSpace,
        scan: KvScan<'_>,
        now: Millis,
    ) -> StoreResult<Vec<(String, Value)>> {
        Ok(self.state().values.scan(space, scan, system_time(now)))
    }

    async fn remove_expired_values(&self, now: Millis) -> StoreResult<()> {
        self.state().values.remove_expired(system_time(now));
        Ok(())
    }
}
