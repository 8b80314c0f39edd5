use super::options::Options;
use hookwire::plugin::Manifest;
use hookwire_config::Config;
use serde_json::Value;
use std::fmt::Write;

/// Returns what agents have of their own for a plugin, with where each value comes from; empty, if none has anything.
pub(super) fn text(config: &Config<Options>, plugin: &Manifest) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    for (agent, section) in config.settings().sections_of(plugin.id).agents {
        let _ = writeln!(text, "\nfor the agent {agent}, in [agents.{agent}.plugins.{}]", plugin.id);
        let path = ["agents", &agent, "plugins", plugin.id].map(str::to_owned).to_vec();
        leaves(config, &path, &plugin.public_values(&section), path.len(), &mut text);
    }
    for (agent, it) in &config.settings().agents {
        if it.disabled.contains(plugin.id) {
            let _ = writeln!(text, "\nnot for the agent {agent}: it is in agents.{agent}.disabled");
        }
    }
    text
}

/// Writes the values below a path that are no tables, a line each.
fn leaves(config: &Config<Options>, path: &[String], value: &Value, section: usize, text: &mut String) {
    if let Some(table) = value.as_object() {
        for (key, value) in table {
            let path: Vec<_> = path.iter().chain([key]).cloned().collect();
            leaves(config, &path, value, section, text);
        }
        return;
    }
    let origin = config.origin(path).map(|origin| format!("  ({})", origin.short())).unwrap_or_default();
    let _ = writeln!(text, "  {} = {value}{origin}", path[section..].join("."));
}
