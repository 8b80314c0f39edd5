use super::registry_view::{RegistryView, tier_name};
use hookwire::plugin::Manifest;
use std::fmt::Write;

impl RegistryView<'_> {
    /// Returns everything about one plugin as text.
    pub(crate) fn plugin(&self, plugin: &'static Manifest) -> String {
        let mut text =
            format!("{} {} ({})\n{}\n\n", plugin.id, plugin.version, plugin.name, plugin.description);
        let facts = [
            ("state", self.state(plugin).to_owned()),
            ("crate", plugin.package.to_owned()),
            ("feature", self.feature(plugin).to_owned()),
            ("authors", plugin.authors.replace(':', ", ")),
            ("tier", tier_name(plugin.tier).to_owned()),
            ("place", plugin.place().to_string()),
        ];
        // Writing to a text cannot fail.
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{name:<8} {value}");
        }
        self.hooks_of(plugin, &mut text);
        contributions(plugin, &mut text);
        if let Some(schema) = plugin.config {
            let _ = writeln!(text, "\nsettings, in [plugins.{}]", plugin.id);
            let schema = schema();
            for (name, setting) in
                schema.get("properties").and_then(|it| it.as_object()).into_iter().flatten()
            {
                let _ = writeln!(
                    text,
                    "  {name}: {}",
                    setting["description"].as_str().unwrap_or("").replace('\n', " ")
                );
            }
        }
        text
    }

    fn hooks_of(&self, plugin: &'static Manifest, text: &mut String) {
        for order in self.registry.orders() {
            let own = order.hooks.iter().enumerate();
            for (index, placed) in own.filter(|(_, placed)| std::ptr::eq(placed.plugin, plugin)) {
                let _ = write!(
                    text,
                    "\nhook {} at {} ({}): number {} of {}, {}; on failure {}, time-out {:?}, {}:{}\n",
                    placed.hook.method,
                    order.point.name,
                    order.point.kind,
                    index + 1,
                    order.hooks.len(),
                    placed.reason,
                    self.settings.policy(plugin.id, placed.hook),
                    self.settings.timeout(plugin.id, placed.hook),
                    plugin.file,
                    placed.hook.line,
                );
            }
        }
    }
}

fn contributions(plugin: &Manifest, text: &mut String) {
    for tool in plugin.tools {
        let _ = writeln!(text, "\ntool {}: {}", tool.name, tool.description.replace('\n', " "));
    }
    for command in plugin.commands {
        let _ = writeln!(text, "\ncommand /{}: {}", command.name, command.description.replace('\n', " "));
    }
    for skill in plugin.skills {
        let _ = writeln!(text, "\nskill {}: {}", skill.name, skill.description.replace('\n', " "));
    }
    for model in plugin.models {
        let _ = writeln!(text, "\nmodels {}/..: {}", model.provider, model.description.replace('\n', " "));
    }
    for env in plugin.permissions.env {
        let secret = if env.secret { " (secret)" } else { "" };
        let _ = writeln!(text, "\nenvironment variable {}{secret}: {}", env.name, env.description);
    }
}
