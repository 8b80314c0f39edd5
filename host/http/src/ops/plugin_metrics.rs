//! What plugins take, in the text format of Prometheus.
//!
//! It is written when it is asked for, and not counted by the recorder: what is not known has no line, and a plugin that is
//! gone leaves none behind.

use hookwire::live::PluginIsolation;
use serde_json::Value;
use std::fmt::{Display, Write};

/// Returns the metrics of plugins.
pub(super) fn text(plugins: &[PluginIsolation]) -> String {
    let mut text = String::new();
    let memory = plugins.iter().map(|it| (it, it.total_usage().memory_bytes));
    family(&mut text, "hookwire_plugin_memory_bytes", "gauge", known(memory));
    let cpu = plugins.iter().map(|it| (it, it.total_usage().cpu.map(|time| time.as_secs_f64())));
    family(&mut text, "hookwire_plugin_cpu_seconds_total", "counter", known(cpu));
    let restarts = plugins.iter().map(|it| (it, it.restarts()));
    family(&mut text, "hookwire_worker_restarts_total", "counter", known(restarts));
    let faults = plugins.iter().flat_map(|plugin| {
        let kinds = plugin.faults.iter();
        kinds.map(|(kind, times)| (labels(plugin, Some(name(kind))), *times))
    });
    family(&mut text, "hookwire_plugin_faults_total", "counter", faults);
    text
}

/// Returns what is known, with the label of its plugin.
fn known<'p, T>(
    values: impl Iterator<Item = (&'p PluginIsolation, Option<T>)>,
) -> impl Iterator<Item = (String, T)> {
    values.filter_map(|(plugin, value)| Some((labels(plugin, None), value?)))
}

/// Writes the lines of one metric; none, if nothing is known.
fn family<T: Display>(text: &mut String, name: &str, kind: &str, lines: impl Iterator<Item = (String, T)>) {
    for (index, (labels, value)) in lines.enumerate() {
        // Writing to a text cannot fail.
        if index == 0 {
            let _ = writeln!(text, "# TYPE {name} {kind}");
        }
        let _ = writeln!(text, "{name}{{{labels}}} {value}");
    }
}

/// Writes labels; the ids of plugins and the kinds of faults have no letters that would have to be escaped.
fn labels(plugin: &PluginIsolation, kind: Option<String>) -> String {
    let kind = kind.map(|kind| format!(",kind=\"{kind}\"")).unwrap_or_default();
    format!("plugin=\"{}\"{kind}", plugin.plugin)
}

/// Returns the name of a kind, as JSON has it.
fn name(kind: &impl serde::Serialize) -> String {
    match serde_json::to_value(kind) {
        Ok(Value::String(name)) => name,
        _ => "unknown".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use hookwire::live::PluginIsolation;
    use serde_json::{Value, json};

    fn plugin(more: &Value) -> PluginIsolation {
        let mut isolation = json!({ "plugin": "parrot", "chosen": "worker", "chosen_by": "operator" });
        let fields = isolation.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        serde_json::from_value(isolation).unwrap()
    }

    #[test]
    fn what_is_not_known_has_no_line() {
        assert_eq!(text(&[plugin(&json!({}))]), "");
    }

    #[test]
    fn what_is_known_of_all_processes_is_one_line() {
        let workers = json!([
            { "restarts": 2, "usage": { "memory_bytes": 100, "cpu_ms": 1500 } },
            { "restarts": 0, "usage": { "memory_bytes": 20 } },
        ]);
        let plugin = plugin(&json!({ "workers": workers, "faults": { "panic": 3 } }));
        assert_eq!(
            text(&[plugin]),
            "# TYPE hookwire_plugin_memory_bytes gauge\n\
             hookwire_plugin_memory_bytes{plugin=\"parrot\"} 120\n\
             # TYPE hookwire_plugin_cpu_seconds_total counter\n\
             hookwire_plugin_cpu_seconds_total{plugin=\"parrot\"} 1.5\n\
             # TYPE hookwire_worker_restarts_total counter\n\
             hookwire_worker_restarts_total{plugin=\"parrot\"} 2\n\
             # TYPE hookwire_plugin_faults_total counter\n\
             hookwire_plugin_faults_total{plugin=\"parrot\",kind=\"panic\"} 3\n"
        );
    }
}
