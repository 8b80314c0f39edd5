use super::point_types::write_types;
use super::registry_view::RegistryView;
use crate::ui::{count, lines, table};
use hookwire::live::AmbiguousOrder;
use hookwire::origin::HookOrigin;
use hookwire::point::{KindName, PointInfo};
use hookwire::registry::{Order, Placed};
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns a table of hooks for each point, in the order they run; points without hooks are only counted. A point that
    /// was asked for is shown with the fields of its event.
    pub fn hooks(&self, orders: &[&Order], asked: bool) -> String {
        let mut text = String::new();
        if !self.observers {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}\n", self.observers_note());
        }
        for order in orders.iter().filter(|order| asked || !order.hooks.is_empty()) {
            self.chain(order, asked, &mut text);
        }
        let idle = orders.iter().filter(|order| order.hooks.is_empty()).map(|order| order.point.name);
        let idle: Vec<_> = idle.collect();
        if !asked && !idle.is_empty() {
            let _ = write!(text, "{} without hooks: {}", count(idle.len(), "point"), idle.join(", "));
        }
        text
    }

    fn chain(&self, order: &Order, asked: bool, text: &mut String) {
        let point = order.point;
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{} ({}, {}:{})", point.name, point.kind, point.file, point.line);
        let _ = writeln!(text, "{}", point.doc);
        let _ = writeln!(text, "A hook here: {}", signature(point));
        if asked {
            write_types(point, text);
        }
        if order.hooks.is_empty() {
            let _ = writeln!(text, "  no hooks");
        } else {
            text.push_str(&lines(&self.rows(order)));
        }
        for sentence in self.ambiguous(order) {
            let _ = writeln!(text, "  {sentence}");
        }
        text.push('\n');
    }

    /// Returns a sentence for each pair of edits whose order nobody has decided.
    pub(super) fn ambiguous(&self, order: &Order) -> Vec<String> {
        let sentences = self.ambiguous_pairs(order).into_iter().map(|(first, second)| {
            format!(
                "ambiguous: {first} and {second} both edit at `{}` with equal priority, and only their ids decide who \
                 is first; say `before` or `after` in one of them, or in the configuration: \
                 [order.hooks.{}] before = [\"{}\"]",
                order.point.name, first.plugin, second.plugin
            )
        });
        sentences.collect()
    }

    /// Returns, for each hook that runs, the nearest one before it against which nothing but the ids decides.
    pub(super) fn ambiguous_pairs(&self, order: &Order) -> Vec<(HookOrigin, HookOrigin)> {
        if self.settings.order.ambiguous == AmbiguousOrder::Allow {
            return Vec::new();
        }
        let hooks: Vec<_> = order.hooks.iter().filter(|placed| !self.is_disabled(placed.plugin)).collect();
        let pairs = hooks.iter().enumerate().filter_map(|(index, second)| {
            let is_equal = |first: &&&Placed| {
                first.hook.priority == second.hook.priority && first.plugin.id != second.plugin.id
            };
            let first = hooks[..index].iter().rev().find(is_equal)?;
            let pair = (first.by(), second.by());
            order.ambiguous.contains(&pair).then_some(pair)
        });
        pairs.collect()
    }

    fn rows(&self, order: &Order) -> comfy_table::Table {
        let mut table = table(&[
            "",
            "hook",
            "priority",
            "why here",
            "on failure",
            "time-out",
            "tier",
            "feature",
            "place",
        ]);
        for (index, placed) in order.hooks.iter().enumerate() {
            let (plugin, hook) = (placed.plugin, placed.hook);
            let off = match self.is_off(placed) {
                true if self.is_disabled(plugin) => " (disabled)",
                true => " (observers are off)",
                false => "",
            };
            let policy = self.settings.policy(plugin.id, hook);
            table.add_row([
                (index + 1).to_string(),
                format!("{}.{}{off}", plugin.id, hook.method),
                hook.priority.to_string(),
                placed.reason.to_string(),
                policy.on_failure.to_string(),
                format!("{:?}", policy.timeout),
                self.tier(plugin),
                self.feature(plugin).into(),
                format!("{}:{}", plugin.file, hook.line),
            ]);
        }
        table
    }
}

/// Returns what the method of a hook at a point is given and returns.
fn signature(point: &PointInfo) -> String {
    let PointInfo { kind, event, outcome, sync, .. } = point;
    let asyncness = if *sync { "" } else { "async " };
    match kind {
        KindName::Observe => format!("{asyncness}fn(&self, &{event})"),
        KindName::Edit => format!("{asyncness}fn(&self, &mut {event})"),
        KindName::Gate => format!("{asyncness}fn(&self, &{event}) -> Verdict"),
        KindName::Answer => format!("{asyncness}fn(&self, &{event}) -> Option<{outcome}>"),
        KindName::Collect => format!("{asyncness}fn(&self, &{event}) -> Vec<{outcome}>"),
        KindName::Wrap => format!("{asyncness}fn(&self, {event}, Next<'_, _>) -> Result<{outcome}>"),
    }
}
