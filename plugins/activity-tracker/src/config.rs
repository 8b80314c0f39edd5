use crate::error::ConfigError;
use hookwire::cx::Kv;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// The settings of `activity-tracker`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The number of activities that are kept, of all users together, at most 5,000; the oldest make room.
    pub keep: usize,
    /// The number of seconds between two writes to the store, at least 1.
    pub flush_secs: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self { keep: 1_000, flush_secs: 5 }
    }
}

impl Config {
    /// The number of activities that may be kept: half of the keys, as two instances share them while settings change.
    #[allow(clippy::cast_possible_truncation, reason = "it is small")]
    const MOST: usize = (Kv::MOST_KEYS / 2) as usize;

    /// Returns the settings, if they make sense.
    pub(crate) fn checked(self) -> Result<Self, ConfigError> {
        if self.keep > Self::MOST {
            return Err(ConfigError::TooMany { keep: self.keep, most: Self::MOST });
        }
        if self.flush_secs == 0 {
            return Err(ConfigError::NoPause);
        }
        Ok(self)
    }

    pub(crate) fn pause(&self) -> Duration {
        Duration::from_secs(self.flush_secs)
    }
}
