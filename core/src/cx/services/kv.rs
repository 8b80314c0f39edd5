use crate::error::Result;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::time::SystemTime;

/// The service that keeps values for plugins, by key, for as long as the host's data lives.
pub trait KvService: Send + Sync + fmt::Debug {
    /// Returns the value of a key, unless it has expired.
    fn get<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Option<Value>>>;

    /// Writes or removes the value of a key, if it is what the writer expects, in one step.
    fn put<'a>(
        &'a self,
        space: &'a KvSpace,
        key: &'a str,
        write: KvWrite,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<KvOutcome>>;

    /// Returns the keys that begin with a prefix, in order, with their values.
    fn scan<'a>(
        &'a self,
        space: &'a KvSpace,
        scan: KvScan<'a>,
        now: SystemTime,
    ) -> BoxFuture<'a, Result<Vec<(String, Value)>>>;
}

/// A space of keys: those of one plugin, of one of its users, or of one session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KvSpace {
    /// The plugin's id.
    pub plugin: &'static str,
    /// Whose values these are.
    pub owner: KvOwner,
}

/// Whose values those of a space are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KvOwner {
    /// The plugin's own, the same for everybody.
    Plugin,
    /// A user's.
    User {
        /// The user's tenant.
        tenant: String,
        /// The user.
        user: String,
    },
    /// A session's: they go with it.
    Session(String),
}

/// A write of one value.
#[derive(Debug, Clone, PartialEq)]
pub struct KvWrite {
    /// The new value; `None` removes the key.
    pub value: Option<Value>,
    /// When the value expires.
    pub expires: Option<SystemTime>,
    /// What has to be there, for the write to take place.
    pub condition: KvCondition,
    /// How many keys the space may have.
    pub most_keys: u64,
}

/// What has to be there, for a write to take place.
#[derive(Debug, Clone, PartialEq)]
pub enum KvCondition {
    /// Anything or nothing.
    Always,
    /// Nothing.
    Absent,
    /// This value.
    Equal(Value),
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KvOutcome {
    /// It took place.
    Written,
    /// It did not: something else was there than was expected.
    Unexpected,
    /// It did not: the space has no room for another key.
    Full,
}

/// A question for the keys that begin with a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KvScan<'a> {
    /// The prefix.
    pub prefix: &'a str,
    /// The last key of the page before; empty for the first page.
    pub after: &'a str,
    /// How many keys are wanted at most.
    pub limit: u32,
}
