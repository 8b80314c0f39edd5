use super::{Options, Tree};
use crate::unknown::unknown;
use hookwire::config::{Problem, Section};
use hookwire::duration;
use hookwire::live::{HookSettings, Settings};
use hookwire::plugin::FailurePolicy;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const OWN: [&str; 4] = ["disabled", "required", "plugins", "hooks"];

/// Returns every name that may stand at the top of the file.
pub(super) fn roots() -> Vec<&'static str> {
    OWN.into_iter().chain(Options::ROOTS).collect()
}

/// Takes the tree apart; what does not fit is returned beside.
pub(super) fn read(tree: &Tree) -> (Settings, Vec<Problem>) {
    let mut reader = Reader::default();
    for (root, value) in tree.values() {
        match root.as_str() {
            "disabled" => reader.settings.disabled = reader.ids("disabled", value),
            "required" => reader.settings.required = reader.ids("required", value),
            "plugins" => reader.sections(value),
            "hooks" => reader.hooks(value),
            other if Options::ROOTS.contains(&other) => {}
            other => reader.complain(&[other], unknown("setting", other, roots().into_iter())),
        }
    }
    (reader.settings, reader.problems)
}

#[derive(Default)]
struct Reader {
    settings: Settings,
    problems: Vec<Problem>,
}

impl Reader {
    fn complain(&mut self, path: &[&str], message: String) {
        let path = path.iter().map(|key| (*key).to_owned()).collect();
        self.problems.push(Problem::new(path, message));
    }

    fn ids(&mut self, key: &str, value: &Value) -> BTreeSet<String> {
        let ids = value.as_array().map(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
        let Some(ids) = ids.flatten() else {
            self.complain(&[key], format!("`{key}` is a list of plugin ids: {key} = [\"notes\"]"));
            return BTreeSet::new();
        };
        ids.into_iter().map(str::to_owned).collect()
    }

    fn sections(&mut self, value: &Value) {
        let Some(sections) = self.table(&["plugins"], value, "[plugins.<id>]") else {
            return;
        };
        for (id, section) in sections {
            if self.table(&["plugins", id], section, &format!("[plugins.{id}]")).is_some() {
                self.settings.sections.insert(id.clone(), Section::from(section.clone()));
            }
        }
    }

    fn hooks(&mut self, value: &Value) {
        let shape = "[hooks.<id>.\"<point>\"]";
        let Some(plugins) = self.table(&["hooks"], value, shape) else {
            return;
        };
        for (id, points) in plugins {
            let Some(points) = self.table(&["hooks", id], points, shape) else {
                continue;
            };
            for (point, set) in points {
                if let Some(set) = self.table(&["hooks", id, point], set, shape) {
                    let settings = self.hook(id, point, set);
                    self.settings.hooks.insert((id.clone(), point.clone()), settings);
                }
            }
        }
    }

    fn hook(&mut self, id: &str, point: &str, set: &Map<String, Value>) -> HookSettings {
        let mut settings = HookSettings::default();
        for (key, value) in set {
            let path = ["hooks", id, point, key];
            match key.as_str() {
                "timeout" => match value.as_str().and_then(duration::parse) {
                    Some(timeout) => settings.timeout = Some(timeout),
                    None => self.complain(
                        &path,
                        format!("{value} is no duration; write \"250ms\", \"5s\" or \"2m\""),
                    ),
                },
                "on_failure" => match value.as_str() {
                    Some("open") => settings.policy = Some(FailurePolicy::Open),
                    Some("closed") => settings.policy = Some(FailurePolicy::Closed),
                    _ => self.complain(
                        &path,
                        format!("{value} is no failure policy; write \"open\" or \"closed\""),
                    ),
                },
                other => {
                    self.complain(&path, unknown("setting", other, ["timeout", "on_failure"].into_iter()));
                }
            }
        }
        settings
    }

    fn table<'v>(&mut self, path: &[&str], value: &'v Value, shape: &str) -> Option<&'v Map<String, Value>> {
        let table = value.as_object();
        if table.is_none() {
            self.complain(path, format!("`{}` is a table: {shape}", path.join(".")));
        }
        table
    }
}
