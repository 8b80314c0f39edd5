use super::registry_view::RegistryView;
use crate::ui::{count, lines, table};
use hookwire::live::{AgentInstance, Status};
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns a table of the plugins with their state after the start.
    pub fn overview(&self) -> String {
        let status = &self.status;
        let lives = |id: &str| status.iter().any(|(it, status)| *it == id && *status == Status::Live);
        let placed = self.registry.orders().iter().flat_map(|order| &order.hooks);
        let hooks = placed.filter(|placed| lives(placed.plugin.id) && !self.is_off(placed)).count();
        let points = self.registry.orders().len();
        let live = status.iter().filter(|(_, status)| *status == Status::Live).count();
        let (plugins, hooks) = (count(status.len(), "plugin"), count(hooks, "hook"));
        let mut text = format!("{live} of {plugins} live, {hooks} wired at {}\n\n", count(points, "point"));
        let mut table = table(&["plugin", "state", "what it does"]);
        for (id, status) in status {
            let does = self.registry.plugin(id).map_or("", |plugin| plugin.description);
            let (state, does) = match status {
                Status::Live => ("live", does),
                Status::Disabled => ("disabled", does),
                Status::Failed(why) => ("failed", why.as_str()),
                _ => ("unknown", does),
            };
            table.add_row([*id, state, does]);
        }
        if !status.is_empty() {
            text.push_str(&lines(&table));
        }
        for AgentInstance { plugin, agent, failure, .. } in &self.failed_agents {
            let why = failure.as_deref().unwrap_or_default();
            // Writing to a text cannot fail.
            let _ = writeln!(text, "\n`{plugin}` does not work for the agent `{agent}`: {why}");
        }
        if !self.observers {
            let _ = writeln!(text, "\n{}", self.observers_note());
        }
        text.push_str(&self.unlisted_warning());
        text
    }

    /// Returns a warning of plugins that are linked and not listed, so that they do nothing.
    fn unlisted_warning(&self) -> String {
        let ids: Vec<_> = self.registry.unlisted().iter().map(|plugin| plugin.id).collect();
        if ids.is_empty() {
            return String::new();
        }
        format!("\nwarning: linked but not listed in `plugins!`, and so not wired: {}\n", ids.join(", "))
    }
}
