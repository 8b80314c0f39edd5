use super::point_types::types_json;
use super::registry_view::RegistryView;
use hookwire::duration::millis;
use hookwire::plugin::{CONTRIBUTION_KINDS, Manifest, NotYet};
use hookwire::registry::{Order, Placed};
use serde_json::{Value, json};

/// Returns JSON as text, indented for people to read.
pub fn to_json_text(value: &Value) -> String {
    format!("{value:#}")
}

impl RegistryView<'_> {
    /// Returns every plugin of the binary, and what is not in it or not wired.
    pub fn plugins_json(&self) -> Value {
        let plugins = self.registry.plugins().iter().map(|plugin| self.plugin_json(plugin));
        let replaced = self.registry.replaced().iter();
        let unlisted = self.registry.unlisted().iter();
        json!({
            "plugins": plugins.collect::<Value>(),
            "off": self.registry.feature_disabled(),
            "replaced": replaced.map(|(old, by)| json!({ "id": old.id, "by": by.id })).collect::<Value>(),
            "unlisted": unlisted.map(|plugin| plugin.id).collect::<Value>(),
            "observers": self.observers,
        })
    }

    /// Returns everything about one plugin.
    pub fn plugin_json(&self, plugin: &'static Manifest) -> Value {
        let hooks = self.registry.orders().iter().flat_map(|order| &order.hooks);
        let hooks = hooks.filter(|placed| std::ptr::eq(placed.plugin, plugin));
        let (config, config_error) = match plugin.config_schema() {
            Some(Ok(schema)) => (Value::from(schema), Value::Null),
            Some(Err(error)) => (Value::Null, error.to_string().into()),
            None => (Value::Null, Value::Null),
        };
        let not_yet = NotYet::of(plugin).into_iter();
        let not_yet: Vec<_> = not_yet
            .map(|entry| json!({ "declared": entry.declared.to_string(), "reason": entry.reason }))
            .collect();
        let mut data = json!({
            "id": plugin.id,
            "name": plugin.name,
            "description": plugin.description,
            "version": plugin.version,
            "authors": plugin.authors.split(':').collect::<Vec<_>>(),
            "package": plugin.package,
            "feature": self.feature(plugin),
            "place": plugin.place().to_string(),
            "tier": self.tier_of(plugin),
            "isolation": self.isolation_json(plugin),
            "capabilities": plugin.permissions.capabilities,
            "env": plugin.permissions.env,
            "after": plugin.after,
            "replaces": plugin.replaces,
            "not_yet": not_yet,
            "disabled": self.is_disabled(plugin),
            "hooks": hooks.map(|placed| self.hook_json(placed)).collect::<Value>(),
            "config": config,
            "agents": self.agents_json(plugin),
        });
        if !config_error.is_null() {
            data["config_error"] = config_error;
        }
        for kind in CONTRIBUTION_KINDS {
            let of_kind = plugin.contributions.iter().filter(|it| it.kind() == kind);
            data[kind.list] = of_kind.map(|it| json!(it.info())).collect();
        }
        data
    }

    /// Returns the agents that have settings of their own for a plugin, without secrets.
    fn agents_json(&self, plugin: &Manifest) -> Value {
        let agents = self.settings.sections_of(plugin.id).agents.into_iter();
        agents
            .map(|(agent, section)| json!({ "agent": agent, "values": plugin.public_values(&section) }))
            .collect()
    }

    /// Returns hook points with their hooks, in the order that the hooks run.
    pub fn hooks_json(&self, orders: &[&Order]) -> Value {
        let points = orders.iter().map(|order| {
            let point = order.point;
            json!({
                "point": point.name,
                "type": point.type_name,
                "kind": point.kind,
                "event": point.event,
                "outcome": point.outcome,
                "types": types_json(point),
                "doc": point.doc,
                "documentation": point.documentation,
                "policy": point.policy.on_failure,
                "timeout_ms": millis(point.policy.timeout),
                "package": point.package,
                "place": format!("{}:{}", point.file, point.line),
                "sync": point.sync,
                "hooks": order.hooks.iter().map(|placed| self.hook_json(placed)).collect::<Value>(),
                "ambiguous": self.ambiguous_pairs(order),
            })
        });
        points.collect()
    }

    fn hook_json(&self, placed: &Placed) -> Value {
        let (plugin, hook) = (placed.plugin, placed.hook);
        let policy = self.settings.policy(plugin.id, hook);
        json!({
            "point": hook.point.name,
            "plugin": plugin.id,
            "hook": hook.method,
            "priority": hook.priority,
            "before": hook.before,
            "after": hook.after,
            "reason": placed.reason.to_string(),
            "policy": policy.on_failure,
            "timeout_ms": millis(policy.timeout),
            "tier": self.tier_of(plugin),
            "place": format!("{}:{}", plugin.file, hook.line),
            "feature": self.feature(plugin),
            "disabled": self.is_off(placed),
        })
    }
}
