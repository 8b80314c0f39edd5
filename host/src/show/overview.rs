use super::{View, count, lines, table};
use hookwire::live::Status;

impl View<'_> {
    /// Shows how each plugin fared at the start.
    pub(crate) fn overview(&self) -> String {
        let status = &self.status;
        let lives = |id: &str| status.iter().any(|(it, status)| *it == id && *status == Status::Live);
        let placed = self.registry.orders().iter().flat_map(|order| &order.hooks);
        let hooks = placed.filter(|placed| lives(placed.plugin.id)).count();
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
        text.push_str(&self.unwired());
        text
    }

    /// Warns of plugins that seem to be there, as their code is, and do nothing.
    fn unwired(&self) -> String {
        let ids: Vec<_> = self.registry.unlisted().iter().map(|plugin| plugin.id).collect();
        if ids.is_empty() {
            return String::new();
        }
        format!("\nwarning: linked but not listed in `plugins!`, and so not wired: {}\n", ids.join(", "))
    }
}
