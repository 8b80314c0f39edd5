use crate::config::{Problem, Problems, Section};
use crate::point::{DurationText, duration_text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
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
#[serde(default, deny_unknown_fields, expecting = "a table, such as [plugins.notes.limits]")]
#[schemars(inline)]
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
    /// The tier; if absent, that of the author, else a worker for a plugin from outside of the workspace, and inline for the
    /// workspace's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// The limits.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
}

impl Isolation {
    /// Makes an isolation of the values of the host's keys, or returns everything that does not fit; paths are those of the
    /// plugin's section.
    pub fn parse(values: Map<String, Value>) -> Result<Self, Problems> {
        let isolation: Self = Section::from(values).parse()?;
        match isolation.limits.without_sense() {
            none if none.is_empty() => Ok(isolation),
            problems => Err(Problems(problems)),
        }
    }

    /// Returns the isolation with what another one sets in the place of its own.
    #[must_use]
    pub fn over(&self, above: Self) -> Self {
        Self { tier: above.tier.or(self.tier), limits: self.limits.over(above.limits) }
    }

    /// Returns the values of the host's keys: what is set, and nothing else.
    pub fn values(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(values)) => values,
            _ => Map::new(),
        }
    }
}

impl Limits {
    /// Returns whether no limit is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn over(&self, above: Self) -> Self {
        let below = self.clone();
        // Without `..`, so that a new limit cannot be forgotten here.
        let Self {
            memory_bytes,
            cpu_per_call,
            cpu_per_second,
            descriptors,
            output_bytes,
            host_calls,
            folders,
            require,
        } = above;
        Self {
            memory_bytes: memory_bytes.or(below.memory_bytes),
            cpu_per_call: cpu_per_call.or(below.cpu_per_call),
            cpu_per_second: cpu_per_second.or(below.cpu_per_second),
            descriptors: descriptors.or(below.descriptors),
            output_bytes: output_bytes.or(below.output_bytes),
            host_calls: host_calls.or(below.host_calls),
            folders: folders.or(below.folders),
            require: require.or(below.require),
        }
    }

    /// Returns a problem for each limit with which no plugin could do anything.
    fn without_sense(&self) -> Vec<Problem> {
        let problem = |key: &str, message: &str| {
            Problem::new(vec!["limits".into(), key.to_owned()], message.to_owned())
        };
        let zeros = [
            ("memory_bytes", self.memory_bytes == Some(0)),
            ("descriptors", self.descriptors == Some(0)),
            ("output_bytes", self.output_bytes == Some(0)),
            ("host_calls", self.host_calls == Some(0)),
        ];
        let zeros = zeros.into_iter().filter(|(_, is_zero)| *is_zero);
        let mut problems: Vec<_> = zeros
            .map(|(key, _)| {
                problem(key, "with 0 the plugin could do nothing; leave it out, and it is as the tier has it")
            })
            .collect();
        if self.folders.iter().flatten().any(String::is_empty) {
            problems.push(problem(
                "folders",
                "a folder has no name; write \".\" for the one that the host was started in",
            ));
        }
        problems
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inline => "inline",
            Self::Worker => "worker",
        })
    }
}
