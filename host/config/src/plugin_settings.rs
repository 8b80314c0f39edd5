use super::schema_index::SchemaIndex;
use super::tree::Tree;
use hookwire::config::{Problem, Problems, Section, take_host_keys};
use hookwire::live::Settings;
use hookwire::plugin::Isolation;
use hookwire::point::HookPolicyOverride;
use hookwire::suggest::unknown;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Returns the settings of plugins and hooks, and what in their sections does not fit.
pub(super) fn read(tree: &Tree, schemas: &SchemaIndex) -> (Settings, Vec<Problem>) {
    let mut reader = Reader::default();
    for (section, value) in tree.values() {
        match section.as_str() {
            "disabled" => reader.settings.disabled = reader.ids("disabled", value),
            "required" => reader.settings.required = reader.ids("required", value),
            "observers" => reader.observers(value),
            "plugins" => reader.plugins(value),
            "hooks" => reader.hooks(value),
            "order" => reader.order(value),
            root if schemas.is_root_section(root) => {}
            other => reader.complain(&[other], no_section(other, value, schemas)),
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
        self.problems.push(Problem::new(owned(path), message));
    }

    fn ids(&mut self, key: &str, value: &Value) -> BTreeSet<String> {
        let ids = value.as_array().map(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
        let Some(ids) = ids.flatten() else {
            self.complain(&[key], format!("`{key}` is a list of plugin ids: {key} = [\"notes\"]"));
            return BTreeSet::new();
        };
        ids.into_iter().map(str::to_owned).collect()
    }

    fn observers(&mut self, value: &Value) {
        match value.as_bool() {
            Some(run) => self.settings.without_observers = !run,
            None => self.complain(&["observers"], "`observers` is true or false: observers = false".into()),
        }
    }

    fn plugins(&mut self, value: &Value) {
        let Some(sections) = self.table(&["plugins"], value, "[plugins.<id>]") else {
            return;
        };
        for (id, section) in sections {
            if let Some(values) = self.table(&["plugins", id], section, &format!("[plugins.{id}]")) {
                let mut values = values.clone();
                self.isolation(id, take_host_keys(&mut values));
                self.settings.sections.insert(id.clone(), Section::from(values));
            }
        }
    }

    /// Takes the values of the host's keys in a plugin's section.
    fn isolation(&mut self, id: &str, values: Map<String, Value>) {
        if values.is_empty() {
            return;
        }
        match Isolation::parse(values) {
            Ok(isolation) => _ = self.settings.isolation.insert(id.to_owned(), isolation),
            Err(problems) => self.complain_below(&["plugins", id], problems),
        }
    }

    fn order(&mut self, value: &Value) {
        if self.table(&["order"], value, "[order.hooks.<id>]").is_some() {
            self.settings.order = self.parsed(&["order"], value);
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
                let path = ["hooks", id, point];
                if self.table(&path, set, shape).is_some() {
                    let settings = self.hook(&path, set);
                    self.settings.hooks.insert((id.clone(), point.clone()), settings);
                }
            }
        }
    }

    fn hook(&mut self, path: &[&str], set: &Value) -> HookPolicyOverride {
        self.parsed(path, set)
    }

    /// Makes settings of a value; a default, if it does not fit.
    fn parsed<T: DeserializeOwned + JsonSchema + Default>(&mut self, path: &[&str], value: &Value) -> T {
        match Section::from(value.clone()).parse() {
            Ok(settings) => settings,
            Err(problems) => {
                self.complain_below(path, problems);
                T::default()
            }
        }
    }

    /// Takes the problems of a value as those of the whole file.
    fn complain_below(&mut self, path: &[&str], problems: Problems) {
        let whole = |problem: Problem| {
            let path = owned(path).into_iter().chain(problem.path).collect();
            Problem::new(path, problem.message)
        };
        self.problems.extend(problems.0.into_iter().map(whole));
    }

    /// Returns the fields of a table; what is none is a problem.
    fn table<'v>(&mut self, path: &[&str], value: &'v Value, shape: &str) -> Option<&'v Map<String, Value>> {
        let table = value.as_object();
        if table.is_none() {
            self.complain(path, format!("`{}` is a table: {shape}", path.join(".")));
        }
        table
    }
}

/// Returns what is wrong with a section that does not exist; a plugin's own section lies in `plugins`.
fn no_section(name: &str, value: &Value, schemas: &SchemaIndex) -> String {
    if !schemas.is_plugin(name) {
        return unknown("setting", name, schemas.section_names());
    }
    let key = value.as_object().and_then(|fields| fields.keys().next());
    let setting = key.map_or(String::new(), |key| format!(".{key}"));
    format!(
        "there is no setting `{name}`; what is set of a plugin begins with `plugins`: `plugins.{name}{setting}`"
    )
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|key| (*key).to_owned()).collect()
}
