use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a plugin takes of the machine; what nobody measures is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PluginUsage {
    /// The bytes of heap that it has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// The most bytes of heap that it had at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_peak: Option<u64>,
    /// The time of a processor that it has taken since the host started, in processes that have ended as well.
    #[serde(rename = "cpu_ms", with = "millis", skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Duration>,
}

/// A worker of a plugin: the process that one of its instances lives in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkerStatus {
    /// The agent that the instance is for, if it is that agent's alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The id of the process; `None`, while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    /// How much of the fence around the process holds, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// How often a process was started in the place of one that had ended.
    pub restarts: u64,
    /// What it takes of the machine.
    pub usage: PluginUsage,
}

impl PluginUsage {
    /// Returns whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the bytes and the time of both together. There is no peak of two, as theirs were at different times.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if other.is_unknown() {
            return self;
        }
        if self.is_unknown() {
            return other;
        }
        Self {
            memory_bytes: sum(self.memory_bytes, other.memory_bytes, u64::saturating_add),
            memory_peak: None,
            cpu: sum(self.cpu, other.cpu, Duration::saturating_add),
        }
    }
}

/// Returns the sum of what is known.
fn sum<T>(one: Option<T>, other: Option<T>, add: impl FnOnce(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(add(one, other)),
        (one, other) => one.or(other),
    }
}

/// A time as a number of milliseconds.
mod millis {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::time::Duration;

    #[allow(clippy::ref_option, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.serialize_some(&hookwire_text::duration::millis(*time)),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::deserialize(from)?.map(Duration::from_millis))
    }
}
