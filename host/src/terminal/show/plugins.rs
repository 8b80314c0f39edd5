use super::registry_view::{RegistryView, tier_name};
use crate::terminal::ui::{lines, table};
use hookwire::plugin::Manifest;
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns a table of the plugins in the binary, and the names of those that are not in it.
    pub(crate) fn plugins(&self, verbose: bool) -> String {
        let mut head = vec!["id", "version", "hooks", "tools", "commands", "tier", "feature", "state"];
        head.push(if verbose { "place" } else { "what it does" });
        let mut table = table(&head);
        for plugin in self.registry.plugins() {
            let last = if verbose { plugin.place().to_string() } else { plugin.description.into() };
            let counts = [plugin.hooks.len(), plugin.tools.len(), plugin.commands.len()];
            let [hooks, tools, commands] = counts.map(|count| count.to_string());
            let feature = self.feature(plugin).into();
            table.add_row([
                plugin.id.into(),
                plugin.version.into(),
                hooks,
                tools,
                commands,
                tier_name(plugin.tier).into(),
                feature,
                self.state(plugin).into(),
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
        text
    }

    /// Adds the plugins that are not in the binary, or in it and not wired.
    fn add_absent(&self, text: &mut String) {
        // Writing to a text cannot fail.
        if !self.registry.off().is_empty() {
            let _ = writeln!(
                text,
                "\nnot in this binary, as the feature is off: {}",
                self.registry.off().join(", ")
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
    let names = |names: Vec<&str>| names.join(", ");
    let points = names(plugin.hooks.iter().map(|hook| hook.point.name).collect());
    let tools = names(plugin.tools.iter().map(|tool| tool.name).collect());
    let commands = names(plugin.commands.iter().map(|command| command.name).collect());
    let skills = names(plugin.skills.iter().map(|skill| skill.name).collect());
    let models = names(plugin.models.iter().map(|model| model.provider).collect());
    let capabilities =
        plugin.permissions.capabilities.iter().map(|it| format!("{it:?}").to_lowercase()).collect::<Vec<_>>();
    let env = names(plugin.permissions.env.iter().map(|env| env.name).collect());
    let rows = [
        ("hooks", points),
        ("tools", tools),
        ("commands", commands),
        ("skills", skills),
        ("models", models),
        ("capabilities", capabilities.join(", ")),
        ("env", env),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "  {name}: {value}");
    }
}
