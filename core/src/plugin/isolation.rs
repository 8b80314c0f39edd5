use crate::point::{DurationText, duration_text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The tier of a plugin: where its code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Tier {
    /// In the host's process.
    #[default]
    Inline,
    /// In a process of its own, made of the same binary.
    Worker,
}

/// How much of the fence around a worker has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Require {
    /// All that this version knows; where the kernel lacks some of it, the plugin does not start.
    Full,
    /// What the kernel has; what lacks is told when the worker starts.
    #[default]
    BestEffort,
}

/// The limits of a plugin; what is not set is as the tier has it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How many bytes of heap the plugin may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// How much time of a processor one call may take.
    #[serde(with = "duration_text", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DurationText>")]
    pub cpu_per_call: Option<Duration>,
    /// How much time of a processor the plugin may take each second, over ten seconds.
    #[serde(with = "duration_text", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<DurationText>")]
    pub cpu_per_second: Option<Duration>,
    /// How many descriptors a worker may have open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descriptors: Option<u32>,
    /// How many bytes one answer of a worker may have, and how many it may print each second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_bytes: Option<u64>,
    /// How many services of the host a worker may ask for each second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_calls: Option<u32>,
    /// Folders that a worker may read and write beside its own, relative to the folder that the host was started in; with the
    /// capability `files`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folders: Option<Vec<String>>,
    /// How much of the fence around a worker has to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require: Option<Require>,
}

/// The operator's word on where a plugin runs and how much it may take: the keys `tier` and `limits` of its section.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Isolation {
    /// The tier; the author's, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// The limits.
    pub limits: Limits,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inline => "inline",
            Self::Worker => "worker",
        })
    }
}
