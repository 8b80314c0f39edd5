use super::{View, lines, table};
use hookwire::plugin::{CONTRIBUTION_KINDS, ContributionKind, Declared, Manifest, NotYet};
use std::fmt::{Display, Write};

impl View<'_> {
    /// Lists the plugins in the binary, and what is not in it.
    pub(crate) fn plugins(&self, verbose: bool) -> String {
        let kinds = CONTRIBUTION_KINDS.map(|kind| kind.list);
        let head = ["id", "version", "hooks"].into_iter().chain(kinds).chain(["tier", "feature", "state"]);
        let head: Vec<_> = head.chain([if verbose { "place" } else { "what it does" }]).collect();
        let mut table = table(&head);
        for plugin in self.registry.plugins() {
            let last = if verbose { plugin.place().to_string() } else { plugin.description.into() };
            let mut row = vec![plugin.id.to_owned(), plugin.version.into(), plugin.hooks.len().to_string()];
            row.extend(CONTRIBUTION_KINDS.map(|kind| names(plugin, kind).len().to_string()));
            row.extend([tier(plugin), self.feature(plugin).into(), self.state(plugin), last]);
            table.add_row(row);
        }
        let mut text = if self.registry.plugins().is_empty() {
            "no plugins are in this binary\n".to_owned()
        } else {
            lines(&table)
        };
        if verbose {
            self.registry.plugins().iter().for_each(|plugin| more(plugin, &mut text));
        }
        self.absent(&mut text);
        text
    }

    /// Names what is not in the binary, or not wired.
    fn absent(&self, text: &mut String) {
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

/// What `-v` shows beside the table.
fn more(plugin: &Manifest, text: &mut String) {
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

/// Returns the names of a plugin's contributions of one kind.
fn names(plugin: &Manifest, kind: &ContributionKind) -> Vec<&'static str> {
    let of_kind = plugin.contributions.iter().filter(|it| it.kind() == kind);
    of_kind.map(|it| it.name()).collect()
}

/// Returns the tier of a plugin, marked where it has no effect yet.
pub(super) fn tier(plugin: &Manifest) -> String {
    marked(Declared::Tier(plugin.tier), plugin.tier)
}

/// Returns the capabilities that a plugin declares; those without effect yet are marked.
pub(super) fn capabilities(plugin: &Manifest) -> String {
    let names = plugin.permissions.capabilities.iter().map(|it| marked(Declared::Capability(*it), *it));
    names.collect::<Vec<_>>().join(", ")
}

fn marked(declared: Declared, name: impl Display) -> String {
    if NotYet::find(declared).is_some() { format!("{name} (not yet)") } else { name.to_string() }
}
