use hookwire::fault::FaultKind;
use hookwire::live::PluginIsolation as Live;
use hookwire::plugin::{self, ChosenBy, Limits, Tier, WorkerStatus};
use hookwire_engine::time::millis;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The isolation of a plugin: where it runs and who wants that, its limits, and what it takes. What nobody knows is absent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginIsolation {
    /// Where the plugin's code runs now: `inline` or `worker`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "inline")]
    tier: Option<Tier>,
    /// The tier that the plugin is to run in.
    #[schema(value_type = String, example = "inline")]
    chosen: Tier,
    /// Who has chosen that tier: `operator`, `author`, or nobody, as the crate is one of the workspace (`own_crate`) or is not
    /// (`foreign_crate`).
    #[schema(value_type = String, example = "operator")]
    chosen_by: ChosenBy,
    /// The limits that the operator has set.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    #[schema(value_type = Option<Object>)]
    limits: Limits,
    /// What the plugin's code in the host's process takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<PluginUsage>,
    /// The processes of the plugin's workers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    workers: Vec<PluginWorker>,
    /// How often the plugin's code has failed since the host started, by the way in which it did.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = HashMap<String, u64>)]
    faults: BTreeMap<FaultKind, u64>,
}

/// What a plugin takes of the machine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginUsage {
    /// The bytes of heap that the plugin has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_bytes: Option<u64>,
    /// The most bytes of heap that the plugin had at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_peak: Option<u64>,
    /// The time of a processor that the plugin has taken since the host started, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_ms: Option<u64>,
}

/// The process in which an instance of a plugin lives.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginWorker {
    /// The agent that the instance is for, if it is that agent's alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    /// The id of the process; absent, while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pid: Option<u32>,
    /// How much of the fence around the process holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// How often a process was started in the place of one that had ended.
    restarts: u64,
    /// What the process takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<PluginUsage>,
}

impl From<Live> for PluginIsolation {
    fn from(live: Live) -> Self {
        Self {
            tier: live.tier,
            chosen: live.chosen,
            chosen_by: live.chosen_by,
            limits: live.limits,
            usage: usage(live.usage),
            workers: live.workers.into_iter().map(PluginWorker::from).collect(),
            faults: live.faults,
        }
    }
}

impl From<WorkerStatus> for PluginWorker {
    fn from(WorkerStatus { agent, pid, level, restarts, usage: takes }: WorkerStatus) -> Self {
        Self { agent, pid, level, restarts, usage: usage(takes) }
    }
}

/// Returns what is known, if anything is.
fn usage(usage: plugin::PluginUsage) -> Option<PluginUsage> {
    let plugin::PluginUsage { memory_bytes, memory_peak, cpu } = usage;
    let known = PluginUsage { memory_bytes, memory_peak, cpu_ms: cpu.map(millis) };
    (!usage.is_unknown()).then_some(known)
}
