use super::registry_view::{RegistryView, capabilities};
use crate::ui::{lines, table};
use hookwire::plugin::{CONTRIBUTION_KINDS, ContributionKind, Manifest};
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns a table of the plugins in the binary, and the names of those that are not in it.
    pub fn plugins(&self, verbose: bool) -> String {
        let last = if verbose { "place" } else { "what it does" };
        let mut table = table(&["id", "version", "brings", "tier", "feature", "state", last]);
        for plugin in self.registry.plugins() {
            let last = if verbose { plugin.place().to_string() } else { plugin.description.into() };
            table.add_row([
                plugin.id.to_owned(),
                plugin.version.into(),
                brings(plugin),
                self.tier(plugin),
                self.feature(plugin).into(),
                self.state(plugin),
                last,
            ]);
        }
        let mut text = if self.registry.plugins().is_empty() {
            "no plugins are in this binary\n".to_owned()
        } else {
            lines(&table)
        };
        if verbose {
            self.registry.plugins().iter().for_each(|plugin| add_details(plugin, &mut text));
        }
        self.add_absent(&mut text);
        if !self.observers {
            let _ = writeln!(text, "\n{}", self.observers_note());
        }
        text
    }

    /// Adds the plugins that are not in the binary, or in it and not wired.
    fn add_absent(&self, text: &mut String) {
        // Writing to a text cannot fail.
        if !self.registry.feature_disabled().is_empty() {
            let _ = writeln!(
                text,
                "\nnot in this binary, as the feature is off: {}",
                self.registry.feature_disabled().join(", ")
            );
        }
        for (old, by) in self.registry.replaced() {
            let _ = writeln!(text, "\nreplaced: `{}`, by `{}`", old.id, by.id);
        }
        let unlisted: Vec<_> = self.registry.unlisted().iter().map(|plugin| plugin.id).collect();
        if !unlisted.is_empty() {
            let _ = writeln!(
                text,
                "\nbrought along by another plugin, but not listed, so not wired: {}",
                unlisted.join(", ")
            );
        }
    }
}

/// Adds what `-v` shows of a plugin below the table.
fn add_details(plugin: &Manifest, text: &mut String) {
    let _ = writeln!(text, "\n{}: {}", plugin.id, plugin.description);
    let points: Vec<_> = plugin.hooks.iter().map(|hook| hook.point.name).collect();
    let env: Vec<_> = plugin.permissions.env.iter().map(|env| env.name).collect();
    let mut rows = vec![("hooks", points.join(", "))];
    rows.extend(CONTRIBUTION_KINDS.map(|kind| (kind.list, names(plugin, kind).join(", "))));
    rows.extend([("capabilities", capabilities(plugin)), ("env", env.join(", "))]);
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "  {name}: {value}");
    }
}

/// Returns how many hooks and contributions of each kind a plugin brings: `2 hooks, 1 tool`.
fn brings(plugin: &Manifest) -> String {
    let hooks = [("hook", "hooks", plugin.hooks.len())].into_iter();
    let kinds = CONTRIBUTION_KINDS.iter().map(|kind| (kind.name, kind.list, names(plugin, kind).len()));
    let counts = hooks.chain(kinds).filter(|(_, _, count)| *count > 0);
    let counts = counts.map(|(one, many, count)| format!("{count} {}", if count == 1 { one } else { many }));
    counts.collect::<Vec<_>>().join(", ")
}

/// Returns the names of a plugin's contributions of one kind.
fn names(plugin: &Manifest, kind: &ContributionKind) -> Vec<&'static str> {
    let of_kind = plugin.contributions.iter().filter(|it| it.kind() == kind);
    of_kind.map(|it| it.name()).collect()
}
