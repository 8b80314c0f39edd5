use super::registry_view::RegistryView;
use hookwire::plugin::{Manifest, ToolDecl};
use hookwire::registry::{Order, Placed};
use serde_json::{Value, json};
use std::time::Duration;

/// Returns JSON as text, indented for people to read.
pub(crate) fn to_json_text(value: &Value) -> String {
    format!("{value:#}")
}

impl RegistryView<'_> {
    /// Returns every plugin of the binary, and what is not in it or not wired.
    pub(crate) fn plugins_json(&self) -> Value {
        let plugins = self.registry.plugins().iter().map(|plugin| self.plugin_json(plugin));
        let replaced = self.registry.replaced().iter();
        let unlisted = self.registry.unlisted().iter();
        json!({
            "plugins": plugins.collect::<Value>(),
            "off": self.registry.off(),
            "replaced": replaced.map(|(old, by)| json!({ "id": old.id, "by": by.id })).collect::<Value>(),
            "unlisted": unlisted.map(|plugin| plugin.id).collect::<Value>(),
        })
    }

    /// Returns everything about one plugin.
    pub(crate) fn plugin_json(&self, plugin: &'static Manifest) -> Value {
        let hooks = self.registry.orders().iter().flat_map(|order| &order.hooks);
        let hooks = hooks.filter(|placed| std::ptr::eq(placed.plugin, plugin));
        let tools = plugin.tools.iter().map(|tool| {
            json!({
                "name": tool.name,
                "description": tool.description,
                "schema": (tool.schema)(),
                "timeout_ms": millis(tool.timeout.unwrap_or(ToolDecl::TIMEOUT)),
            })
        });
        let commands = plugin.commands.iter();
        let skills = plugin.skills.iter();
        let models = plugin.models.iter();
        json!({
            "id": plugin.id,
            "name": plugin.name,
            "description": plugin.description,
            "version": plugin.version,
            "authors": plugin.authors.split(':').collect::<Vec<_>>(),
            "package": plugin.package,
            "feature": self.feature(plugin),
            "place": plugin.place().to_string(),
            "tier": plugin.tier,
            "capabilities": plugin.permissions.capabilities,
            "env": plugin.permissions.env,
            "replaces": plugin.replaces,
            "disabled": self.settings.disabled.contains(plugin.id),
            "hooks": hooks.map(|placed| self.hook_json(placed)).collect::<Value>(),
            "tools": tools.collect::<Value>(),
            "commands": commands.map(|it| json!({ "name": it.name, "description": it.description })).collect::<Value>(),
            "skills": skills.map(|it| json!({ "name": it.name, "description": it.description })).collect::<Value>(),
            "models": models.map(|it| json!({ "provider": it.provider, "description": it.description })).collect::<Value>(),
            "config": plugin.config.map(|schema| schema()),
        })
    }

    /// Returns hook points with their hooks, in the order that the hooks run.
    pub(crate) fn hooks_json(&self, orders: &[&Order]) -> Value {
        let points = orders.iter().map(|order| {
            let point = order.point;
            json!({
                "point": point.name,
                "kind": point.kind,
                "event": point.event,
                "outcome": point.outcome,
                "doc": point.doc,
                "package": point.package,
                "place": format!("{}:{}", point.file, point.line),
                "sync": point.sync,
                "hooks": order.hooks.iter().map(|placed| self.hook_json(placed)).collect::<Value>(),
            })
        });
        points.collect()
    }

    fn hook_json(&self, placed: &Placed) -> Value {
        let (plugin, hook) = (placed.plugin, placed.hook);
        let timeout = self.settings.timeout(plugin.id, hook);
        json!({
            "point": hook.point.name,
            "plugin": plugin.id,
            "hook": hook.method,
            "priority": hook.priority,
            "before": hook.before,
            "after": hook.after,
            "reason": placed.reason.to_string(),
            "policy": self.settings.policy(plugin.id, hook),
            "timeout_ms": millis(timeout),
            "tier": plugin.tier,
            "place": format!("{}:{}", plugin.file, hook.line),
            "feature": self.feature(plugin),
            "disabled": self.settings.disabled.contains(plugin.id),
        })
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
