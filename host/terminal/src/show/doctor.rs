use super::registry_view::RegistryView;
use crate::ui::count;
use hookwire::plugin::NotYet;

impl RegistryView<'_> {
    /// Returns what somebody should look at, a paragraph each; what must not be has been refused before.
    pub fn doctor(&self) -> String {
        let findings = self.findings();
        if findings.is_empty() {
            return "nothing to mend\n".into();
        }
        format!("{} to look at:\n- {}\n", count(findings.len(), "thing"), findings.join("\n- "))
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
        ambiguous.chain(unlisted).chain(gates).chain(in_vain).collect()
    }
}
