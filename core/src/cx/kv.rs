use super::context::Cx;
use super::services::{KvCondition, KvOutcome, KvOwner, KvScan, KvService, KvSpace, KvWrite, MissingService};
use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// The values that a plugin keeps, by key: made by [`Cx::kv`].
///
/// They are the plugin's alone, outlive the process, and are stored as JSON. A key has 1 to 256 bytes without control
/// characters, a value at most 1 MiB of JSON, a space at most 10,000 keys; past that a write is refused.
///
/// ```
/// use hookwire::points::MessageReceived;
/// use hookwire::{Cx, Result, plugin};
///
/// /// Counts the messages of each user.
/// #[derive(Default)]
/// struct Counter;
///
/// #[plugin(id = "counter")]
/// impl Counter {
///     #[hook("message.received")]
///     async fn count(&self, _: &MessageReceived, cx: &Cx) -> Result<()> {
///         let values = cx.kv().of_user();
///         let count: u64 = values.get("messages").await?.unwrap_or(0);
///         values.set("messages", &(count + 1)).await
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Kv<'a> {
    cx: &'a Cx,
    of: Of,
}

/// The error of keeping or reading a plugin's value.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum KvError {
    /// The key is none.
    #[error("{key:?} is no key: a key has 1 to {} bytes without control characters", Kv::MOST_KEY_BYTES)]
    NoKey {
        /// How it begins.
        key: String,
    },
    /// The value is too large.
    #[error(
        "the value `{key}` cannot be kept: it has {bytes} bytes of JSON, the limit is {}",
        Kv::MOST_VALUE_BYTES
    )]
    TooLarge {
        /// The key.
        key: String,
        /// The length of the value's JSON.
        bytes: usize,
    },
    /// More keys are asked for at once than may be.
    #[error("{wanted} keys are too many at once: the limit is {}; ask page by page", Kv::MOST_AT_ONCE)]
    TooMany {
        /// How many are wanted.
        wanted: u32,
    },
    /// There is no room for another key.
    #[error(
        "the value `{key}` cannot be kept: there are {} keys, which is the limit; remove some",
        Kv::MOST_KEYS
    )]
    Full {
        /// The key.
        key: String,
    },
    /// The value cannot be written as JSON.
    #[error("the value `{key}` cannot be kept: {source}")]
    Unwritable {
        /// The key.
        key: String,
        /// What serde says.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::json"))]
        source: serde_json::Error,
    },
    /// The value that is there is of another type.
    #[error("the value `{key}` is of another type: {source}")]
    OtherType {
        /// The key.
        key: String,
        /// What serde says.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::json"))]
        source: serde_json::Error,
    },
    /// Values of a user are wanted where nobody has asked.
    #[error("there are no values of a user here: the request has no user")]
    NoUser,
    /// Values of a session are wanted outside of one.
    #[error("there are no values of a session here: the request has no session")]
    NoSession,
}

#[derive(Debug, Clone, Copy)]
enum Of {
    Plugin,
    User,
    Session,
}

impl Cx {
    /// Returns the values that the plugin keeps for everybody; see [`Kv::of_user`] and [`Kv::of_session`].
    pub fn kv(&self) -> Kv<'_> {
        Kv { cx: self, of: Of::Plugin }
    }
}

impl Kv<'_> {
    /// How many bytes a key may have.
    pub const MOST_KEY_BYTES: usize = 256;
    /// How many bytes the JSON of a value may have.
    pub const MOST_VALUE_BYTES: usize = 1024 * 1024;
    /// How many keys the plugin, each user and each session may have.
    pub const MOST_KEYS: u64 = 10_000;
    /// How many keys may be asked for at once.
    pub const MOST_AT_ONCE: u32 = 500;

    /// Returns the values of the user who asks, in the user's tenant; others cannot reach them.
    #[must_use]
    pub fn of_user(self) -> Self {
        Self { of: Of::User, ..self }
    }

    /// Returns the values of the session; they are removed with it.
    #[must_use]
    pub fn of_session(self) -> Self {
        Self { of: Of::Session, ..self }
    }

    /// Returns the value of a key, if there is one.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value = self.service()?.get(&self.space()?, checked(key)?, self.cx.now()).await?;
        Ok(value.map(|value| read(key, value)).transpose()?)
    }

    /// Writes the value of a key.
    pub async fn set<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<()> {
        self.put(key, Some(written(key, value)?), None, KvCondition::Always).await.map(drop)
    }

    /// Writes the value of a key, which is gone when the time is over.
    pub async fn set_for<T: Serialize + ?Sized>(&self, key: &str, value: &T, time: Duration) -> Result<()> {
        self.put(key, Some(written(key, value)?), Some(time), KvCondition::Always).await.map(drop)
    }

    /// Writes the value of a key if the old one is as expected, `None` if there is none; returns whether it was.
    ///
    /// Of several that write at once with the same expectation, one does.
    pub async fn compare_and_set<T: Serialize>(
        &self,
        key: &str,
        expected: Option<&T>,
        new: &T,
    ) -> Result<bool> {
        let condition = match expected {
            Some(value) => KvCondition::Equal(written(key, value)?),
            None => KvCondition::Absent,
        };
        self.put(key, Some(written(key, new)?), None, condition).await
    }

    /// Removes a key, if it is there.
    pub async fn remove(&self, key: &str) -> Result<()> {
        self.put(key, None, None, KvCondition::Always).await.map(drop)
    }

    /// Returns the keys that begin with a prefix, in order, with their values: at most `limit`, and only those behind
    /// the key `after`, which is the last of the page before or empty.
    ///
    /// A `limit` above [`Kv::MOST_AT_ONCE`] is refused with [`KvError::TooMany`]; a prefix, which may be empty, is held
    /// to what a key may have.
    pub async fn scan<T: DeserializeOwned>(
        &self,
        prefix: &str,
        after: &str,
        limit: u32,
    ) -> Result<Vec<(String, T)>> {
        if limit > Self::MOST_AT_ONCE {
            return Err(KvError::TooMany { wanted: limit }.into());
        }
        let scan = KvScan { prefix: checked_or_empty(prefix)?, after: checked_or_empty(after)?, limit };
        let found = self.service()?.scan(&self.space()?, scan, self.cx.now()).await?;
        found.into_iter().map(|(key, value)| Ok((key.clone(), read(&key, value)?))).collect()
    }

    async fn put(
        &self,
        key: &str,
        value: Option<Value>,
        time: Option<Duration>,
        condition: KvCondition,
    ) -> Result<bool> {
        let now = self.cx.now();
        // A time without end is no end.
        let expires = time.and_then(|time| now.checked_add(time));
        let write = KvWrite { value, expires, condition, most_keys: Self::MOST_KEYS };
        match self.service()?.put(&self.space()?, checked(key)?, write, now).await? {
            KvOutcome::Written => Ok(true),
            KvOutcome::Unexpected => Ok(false),
            KvOutcome::Full => Err(KvError::Full { key: key.into() }.into()),
        }
    }

    fn service(&self) -> Result<&dyn KvService> {
        self.cx.services().kv.as_deref().ok_or_else(|| MissingService::kv().into())
    }

    fn space(&self) -> Result<KvSpace> {
        let identity = self.cx.identity();
        let owner = match self.of {
            Of::Plugin => KvOwner::Plugin,
            Of::User => {
                let user = identity.user.clone().ok_or(KvError::NoUser)?;
                KvOwner::User { tenant: identity.tenant.clone().unwrap_or_default(), user }
            }
            Of::Session => KvOwner::Session(identity.session.clone().ok_or(KvError::NoSession)?),
        };
        Ok(KvSpace { plugin: self.cx.plugin(), owner })
    }
}

fn checked(key: &str) -> Result<&str, KvError> {
    let fits = (1..=Kv::MOST_KEY_BYTES).contains(&key.len()) && !key.chars().any(char::is_control);
    if fits { Ok(key) } else { Err(KvError::NoKey { key: key.chars().take(40).collect() }) }
}

fn checked_or_empty(key: &str) -> Result<&str, KvError> {
    if key.is_empty() { Ok(key) } else { checked(key) }
}

fn written<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<Value, KvError> {
    let unwritable = |source| KvError::Unwritable { key: key.into(), source };
    let value = serde_json::to_value(value).map_err(unwritable)?;
    let bytes = value.to_string().len();
    if bytes > Kv::MOST_VALUE_BYTES {
        return Err(KvError::TooLarge { key: key.into(), bytes });
    }
    Ok(value)
}

fn read<T: DeserializeOwned>(key: &str, value: Value) -> Result<T, KvError> {
    serde_json::from_value(value).map_err(|source| KvError::OtherType { key: key.into(), source })
}
