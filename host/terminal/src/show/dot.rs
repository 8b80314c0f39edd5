use super::registry_view::RegistryView;
use hookwire::registry::Order;
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns a Graphviz picture of hook points, each with its hooks in a row.
    pub fn hooks_dot(&self, orders: &[&Order]) -> String {
        let mut dot =
            String::from("digraph hooks {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        for order in orders.iter().filter(|order| !order.hooks.is_empty()) {
            let point = order.point;
            // Writing to a text cannot fail.
            let _ = writeln!(
                dot,
                "  \"{}\" [label=\"{}\\n{}\", style=filled];",
                point.name, point.name, point.kind
            );
            let mut last = point.name.to_owned();
            for placed in &order.hooks {
                let node = format!("{}/{}.{}", point.name, placed.plugin.id, placed.hook.method);
                let label = format!("{}.{}", placed.plugin.id, placed.hook.method);
                let policy = self.settings.policy(placed.plugin.id, placed.hook).on_failure;
                let _ = writeln!(dot, "  \"{node}\" [label=\"{label}\\n{policy}\"];");
                let _ = writeln!(
                    dot,
                    "  \"{last}\" -> \"{node}\" [label=\"{}\"];",
                    placed.reason.to_string().replace('"', "'")
                );
                last = node;
            }
        }
        dot + "}\n"
    }
}
