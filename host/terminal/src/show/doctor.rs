use super::registry_view::RegistryView;
use crate::ui::count;
use hookwire::live::Status;
use hookwire::plugin::{Manifest, NotYet};

impl RegistryView<'_> {
    /// Returns what somebody should look at, a paragraph each; what must not be has been refused before.
    pub fn doctor(&self) -> String {
        let findings = self.findings();
        let inline = self.inline_note();
        if findings.is_empty() {
            return format!("nothing to mend\n{inline}");
        }
        format!("{} to look at:\n- {}\n{inline}", count(findings.len(), "thing"), findings.join("\n- "))
    }

    /// Returns what the tier of plugins inside the host does not contain; empty if there is none.
    fn inline_note(&self) -> String {
        let plugins = self.registry.plugins().iter();
        let inline = plugins.filter(|plugin| self.is_inline(plugin) && !self.is_disabled(plugin)).count();
        if inline == 0 {
            return String::new();
        }
        let has = if inline == 1 { "runs" } else { "run" };
        format!(
            "\n{} {has} inside the host: it survives their errors, panics and time-outs, and goes on without a plugin that keeps a \
             thread; an abort, a stack overflow, an exit, a wild pointer or the last byte of memory ends it (docs/isolation.md)\n",
            count(inline, "plugin")
        )
    }

    fn findings(&self) -> Vec<String> {
        let orders = self.registry.orders().iter();
        let ambiguous = orders.flat_map(|order| self.ambiguous(order));
        let unlisted = self.registry.unlisted().iter().map(|plugin| {
            format!("`{}` is linked but not listed in `plugins!`, and so not wired; list it, or drop the dependency", plugin.id)
        });
        let plugins = self.registry.plugins().iter();
        let gates = plugins.clone().filter(|plugin| plugin.owns_gate() && self.is_disabled(plugin));
        let gates = gates.map(|plugin| {
            format!("`{}` owns a gate and is disabled, so nothing guards what it guards", plugin.id)
        });
        let in_vain = plugins.flat_map(|plugin| {
            let entries = NotYet::of(plugin).into_iter();
            entries.map(|entry| {
                format!(
                    "`{}` declares what has no effect yet: {} ({})",
                    plugin.id, entry.declared, entry.reason
                )
            })
        });
        let failed = self.status.iter().filter_map(|(id, status)| match status {
            Status::Failed(why) => {
                Some(format!("`{id}` does not work: {why}; `hookwire plugins enable {id}` tries it again"))
            }
            _ => None,
        });
        let observers = (!self.observers).then(|| self.observers_note().to_owned());
        ambiguous
            .chain(unlisted)
            .chain(gates)
            .chain(failed)
            .chain(observers)
            .chain(self.gates_off_for_agents())
            .chain(self.not_contained())
            .chain(self.fenced_less())
            .chain(in_vain)
            .collect()
    }

    /// Returns a sentence for each plugin from outside of the workspace that runs in the host's process.
    fn not_contained(&self) -> Vec<String> {
        let plugins = self.registry.plugins().iter();
        let foreign = plugins.filter(|plugin| plugin.is_foreign() && !self.is_disabled(plugin));
        let cure = |id: &str| format!("[plugins.{id}] tier = \"worker\" gives it a process of its own");
        let told = foreign.filter(|plugin| self.is_inline(plugin)).map(|plugin| {
            format!(
                "`{id}` is from outside of this workspace ({place}) and runs in the host's process, where an abort, a stack \
                 overflow, a wild pointer, an `exit`, a loop that never yields and memory without end are not contained; {cure}",
                id = plugin.id,
                place = plugin.place(),
                cure = cure(plugin.id),
            )
        });
        told.collect()
    }

    /// Returns a sentence for each worker around which the kernel lacks some of the fence.
    fn fenced_less(&self) -> Vec<String> {
        let workers = self.isolation.iter().flat_map(|it| it.workers.iter().map(move |worker| (it, worker)));
        let told = workers.filter_map(|(it, worker)| {
            let level = worker.level.as_deref().filter(|level| *level != "full")?;
            Some(format!("the worker of `{}` is fenced in less than it could be: {level}", it.plugin))
        });
        told.collect()
    }

    /// Returns a sentence for each gate that is off for an agent.
    fn gates_off_for_agents(&self) -> Vec<String> {
        let off =
            self.settings.agents.iter().flat_map(|(agent, it)| it.disabled.iter().map(move |id| (agent, id)));
        let gates = off.filter(|(_, id)| self.registry.plugin(id).is_some_and(Manifest::owns_gate));
        let told = gates.map(|(agent, id)| {
            format!("`{id}` owns a gate and is disabled for the agent `{agent}`, so nothing guards there what it guards")
        });
        told.collect()
    }
}
