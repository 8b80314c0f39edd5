use super::super::context::HostContext;
use super::super::reply::HostReply;
use super::super::request::{HostRequest, KvCall, KvExpected};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{KvCondition, KvOutcome, KvScan, KvService, KvSpace, KvWrite};
use hookwire::{Error, Result};
use serde_json::Value;
use std::time::SystemTime;

/// The values of a plugin, kept by the host, which measures time by its own clock.
#[derive(Debug)]
pub(in super::super) struct RemoteKv(pub(in super::super) HostContext);

impl RemoteKv {
    async fn ask(&self, space: &KvSpace, call: KvCall) -> Result<HostReply> {
        self.0.ask(HostRequest::Kv { owner: space.owner.clone(), call }).await
    }
}

impl KvService for RemoteKv {
    fn get<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        _: SystemTime,
    ) -> BoxFuture<'a, Result<Option<Value>>> {
        let work = async move {
            match self.ask(space, KvCall::Get { key: key.into() }).await? {
                HostReply::KvValue { found, value } => Ok(found.then_some(value)),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn put<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        write: KvWrite,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<KvOutcome>> {
        let work = async move {
            match self.ask(space, put(key, write, now)?).await? {
                HostReply::Done | HostReply::Flag { is: true } => Ok(KvOutcome::Written),
                HostReply::Flag { is: false } => Ok(KvOutcome::Unexpected),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn scan<'a>(
        &'a self,
        space: &'a KvSpace,
        KvScan { prefix, after, limit }: KvScan<'a>,
        _: SystemTime,
    ) -> BoxFuture<'a, Result<Vec<(String, Value)>>> {
        let work = async move {
            let call = KvCall::Scan { prefix: prefix.into(), after: after.into(), limit };
            match self.ask(space, call).await? {
                HostReply::KvPage { values } => Ok(values),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}

/// Says a write as the context of a plugin does, whose words are all that the host takes.
fn put(key: &str, write: KvWrite, now: SystemTime) -> Result<KvCall> {
    let KvWrite { value, expires, condition, .. } = write;
    let key = key.to_owned();
    Ok(match (value, condition, expires) {
        (Some(value), KvCondition::Always, expires) => {
            let time = expires.map(|end| end.duration_since(now).unwrap_or_default());
            KvCall::Set { key, value, time }
        }
        (Some(value), KvCondition::Absent, None) => {
            KvCall::CompareAndSet { key, expected: KvExpected::Absent, value }
        }
        (Some(value), KvCondition::Equal(expected), None) => {
            KvCall::CompareAndSet { key, expected: KvExpected::Equal { value: expected }, value }
        }
        (None, KvCondition::Always, _) => KvCall::Remove { key },
        _ => {
            let why = "a value with a condition is neither removed nor written for a time";
            return Err(Error::msg(format!("{why}: `cx.kv()` has no such write")));
        }
    })
}
