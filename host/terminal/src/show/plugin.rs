use super::contribution::{contribution, one_line};
use super::registry_view::{RegistryView, capabilities};
use hookwire::plugin::{CONTRIBUTION_KINDS, Manifest, NotYet};
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns everything about one plugin as text.
    pub fn plugin(&self, plugin: &'static Manifest) -> String {
        let mut text =
            format!("{} {} ({})\n{}\n\n", plugin.id, plugin.version, plugin.name, plugin.description);
        let mut facts = vec![
            ("state", self.state(plugin)),
            ("crate", plugin.package.to_owned()),
            ("feature", self.feature(plugin).to_owned()),
            ("authors", plugin.authors.replace(':', ", ")),
        ];
        facts.extend(self.isolation_facts(plugin));
        facts.extend([
            ("capabilities", capabilities(plugin)),
            ("after", plugin.after.join(", ")),
            ("place", plugin.place().to_string()),
        ]);
        // Writing to a text cannot fail.
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{name:<12} {value}");
        }
        for entry in NotYet::of(plugin) {
            let _ = writeln!(text, "{:<12} {}: {}", "not yet", entry.declared, entry.reason);
        }
        self.hooks_of(plugin, &mut text);
        for kind in CONTRIBUTION_KINDS {
            let of_kind = plugin.contributions.iter().filter(|it| it.kind() == kind);
            of_kind.for_each(|it| contribution(&it.info(), &mut text));
        }
        for env in plugin.permissions.env {
            let secret = if env.secret { " (secret)" } else { "" };
            let _ = writeln!(text, "\nenvironment variable {}{secret}: {}", env.name, env.description);
        }
        settings(plugin, &mut text);
        text
    }

    fn hooks_of(&self, plugin: &'static Manifest, text: &mut String) {
        for order in self.registry.orders() {
            let own = order.hooks.iter().enumerate();
            for (index, placed) in own.filter(|(_, placed)| std::ptr::eq(placed.plugin, plugin)) {
                let policy = self.settings.policy(plugin.id, placed.hook);
                let _ = write!(
                    text,
                    "\nhook {} at {} ({}): number {} of {}, {}; on failure {}, time-out {:?}, {}:{}\n",
                    placed.hook.method,
                    order.point.name,
                    order.point.kind,
                    index + 1,
                    order.hooks.len(),
                    placed.reason,
                    policy.on_failure,
                    policy.timeout,
                    plugin.file,
                    placed.hook.line,
                );
            }
        }
    }
}

/// Writes the settings that the plugin's section of the configuration takes.
fn settings(plugin: &Manifest, text: &mut String) {
    let name = format!("settings, in [plugins.{}]", plugin.id);
    match plugin.config_schema() {
        None => {}
        Some(Ok(schema)) => {
            let _ = writeln!(text, "\n{name}");
            let properties = schema.get("properties").and_then(|it| it.as_object());
            for (name, setting) in properties.into_iter().flatten() {
                let description = setting["description"].as_str().unwrap_or_default();
                let _ = writeln!(text, "  {name}: {}", one_line(description));
            }
        }
        Some(Err(error)) => {
            let _ = writeln!(text, "\n{name}: {error}");
        }
    }
}
