use super::registry_view::{RegistryView, marked};
use crate::ui::count;
use hookwire::duration;
use hookwire::live::PluginIsolation;
use hookwire::plugin::{Declared, Limits, Manifest, NotYet, PluginUsage, Tier, WorkerStatus};
use serde_json::{Value, json};

impl RegistryView<'_> {
    /// Returns the isolation of a plugin: as it is, if a host runs, else as the configuration wants it.
    pub(super) fn isolation_of(&self, plugin: &Manifest) -> PluginIsolation {
        let running = self.isolation.iter().find(|it| it.plugin == plugin.id).cloned();
        running.unwrap_or_else(|| PluginIsolation::planned(plugin, self.settings.isolation_of(plugin.id)))
    }

    /// Returns where the code of a plugin runs; while it does not run, where it is to run.
    pub(super) fn tier_of(&self, plugin: &Manifest) -> Tier {
        let PluginIsolation { tier, chosen, .. } = self.isolation_of(plugin);
        tier.unwrap_or(chosen)
    }

    /// Returns the tier of a plugin in words: where it runs, or else where it is to run, marked if that has no effect yet.
    pub(super) fn tier(&self, plugin: &Manifest) -> String {
        let PluginIsolation { tier, chosen, .. } = self.isolation_of(plugin);
        match tier {
            Some(tier) if tier == chosen => tier.to_string(),
            Some(tier) => format!("{tier}, not {chosen}"),
            None => marked(Declared::Tier(chosen), chosen),
        }
    }

    /// Returns whether the code of a plugin runs in the host's process, or will.
    pub(super) fn is_inline(&self, plugin: &Manifest) -> bool {
        let PluginIsolation { tier, chosen, .. } = self.isolation_of(plugin);
        let planned = || NotYet::find(Declared::Tier(chosen)).map_or(chosen, |_| Tier::Inline);
        tier.unwrap_or_else(planned) == Tier::Inline
    }

    /// Returns what is known of the isolation of a plugin, a line each.
    pub(super) fn isolation_facts(&self, plugin: &Manifest) -> Vec<(&'static str, String)> {
        let isolation = self.isolation_of(plugin);
        let mut facts = vec![
            ("tier", format!("{}: {}", self.tier(plugin), isolation.chosen_by)),
            ("limits", limits(&isolation.limits)),
            ("takes", usage(&isolation.usage).join(", ")),
        ];
        facts.extend(isolation.workers.iter().map(|it| ("worker", worker(it))));
        let faults = isolation.faults.iter().map(|(kind, times)| format!("{kind} {}", count(times, "time")));
        facts.push(("faults", faults.collect::<Vec<_>>().join(", ")));
        facts
    }

    /// Returns the isolation of a plugin as JSON; what is not known is not there.
    pub(super) fn isolation_json(&self, plugin: &Manifest) -> Value {
        let mut isolation = json!(self.isolation_of(plugin));
        if let Some(fields) = isolation.as_object_mut() {
            fields.remove("plugin");
        }
        isolation
    }
}

/// Returns the limits that are set, as the configuration writes them.
fn limits(limits: &Limits) -> String {
    let Value::Object(set) = json!(limits) else { return String::new() };
    // Maps may be in any order: some crates of a binary have serde_json keep that of the source.
    let mut set: Vec<_> = set.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    set.sort();
    set.join(", ")
}

fn usage(usage: &PluginUsage) -> Vec<String> {
    let PluginUsage { memory_bytes, memory_peak, cpu } = usage;
    let memory = memory_bytes.map(|bytes| count(bytes, "byte"));
    let peak = memory_peak.map(|bytes| format!("{} at most", count(bytes, "byte")));
    let cpu = cpu.map(|time| format!("{} of a processor", duration::text(time)));
    [memory, peak, cpu].into_iter().flatten().collect()
}

fn worker(worker: &WorkerStatus) -> String {
    let process = worker.pid.map_or_else(|| "no process now".to_owned(), |pid| format!("process {pid}"));
    let agent = worker.agent.as_ref().map(|agent| format!("for the agent {agent}"));
    let level = worker.level.as_ref().map(|level| format!("fence: {level}"));
    let restarts = (worker.restarts > 0).then(|| count(worker.restarts, "restart"));
    let parts = [Some(process), agent, level, restarts].into_iter().flatten().chain(usage(&worker.usage));
    parts.collect::<Vec<_>>().join(", ")
}
