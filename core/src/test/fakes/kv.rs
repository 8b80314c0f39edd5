use crate::cx::{KvOutcome, KvScan, KvService, KvSpace, KvTable, KvWrite};
use crate::error::Result;
use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::Value;
use std::sync::Mutex;
use std::time::SystemTime;

/// Values of plugins that are gone with the test.
#[derive(Debug, Default)]
pub struct FakeKv(Mutex<KvTable>);

impl KvService for FakeKv {
    fn get<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Option<Value>>> {
        ready(Ok(lock(&self.0).get(space, key, now))).boxed()
    }

    fn put<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        write: KvWrite,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<KvOutcome>> {
        ready(Ok(lock(&self.0).put(space, key, write, now))).boxed()
    }

    fn scan<'a>(
        &'a self,
        space: &'a KvSpace,
        scan: KvScan<'a>,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Vec<(String, Value)>>> {
        ready(Ok(lock(&self.0).scan(space, scan, now))).boxed()
    }
}
