use crate::store::Store;
use crate::time;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{KvOutcome, KvScan, KvService, KvSpace, KvWrite};
use serde_json::Value;
use std::sync::Arc;
use std::time::SystemTime;

/// The values of plugins, in the host's store.
#[derive(Debug)]
pub(super) struct KeptValues(pub(super) Arc<dyn Store>);

impl KvService for KeptValues {
    fn get<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Option<Value>>> {
        async move { Ok(self.0.value(space, key, time::at(now)).await?) }.boxed()
    }

    fn put<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        write: KvWrite,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<KvOutcome>> {
        async move { Ok(self.0.put_value(space, key, write, time::at(now)).await?) }.boxed()
    }

    fn scan<'a>(
        &'a self,
        space: &'a KvSpace,
        scan: KvScan<'a>,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Vec<(String, Value)>>> {
        async move { Ok(self.0.values(space, scan, time::at(now)).await?) }.boxed()
    }
}
