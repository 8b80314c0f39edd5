//! The schemas of the file: which one describes a path, and what it says about it.

use hookwire::Registry;
use hookwire::config::{Section, is_host_key, schemas_at};
use hookwire::live::OrderSettings;
use hookwire::plugin::{Isolation, Manifest};
use hookwire::point::HookPolicyOverride;
use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What is said about all plugins together.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct PluginLists {
    /// The ids of plugins that are in the binary and do not run.
    disabled: BTreeSet<String>,
    /// The ids of plugins without which the host does not start.
    required: BTreeSet<String>,
    /// Whether hooks at observe points run: all of them, or none.
    observers: bool,
}

/// The section with a table of settings for each plugin.
const PLUGINS: &str = "plugins";
/// The section with a table for each plugin's hooks.
const HOOKS: &str = "hooks";
/// The section about the order of hooks.
const ORDER: &str = "order";

/// The schemas of all sections. A plugin's schema is code of the plugin, so it is made only when needed.
#[derive(Debug, Clone)]
pub(super) struct SchemaIndex {
    plugins: Vec<&'static Manifest>,
    lists: Value,
    isolation: Value,
    hook: Value,
    order: Value,
    root: Value,
}

impl SchemaIndex {
    pub(super) fn new<Root: JsonSchema>(registry: &Registry) -> Self {
        Self {
            plugins: registry.plugins().to_vec(),
            lists: schema_for!(PluginLists).into(),
            isolation: schema_for!(Isolation).into(),
            hook: schema_for!(HookPolicyOverride).into(),
            order: schema_for!(OrderSettings).into(),
            root: schema_for!(Root).into(),
        }
    }

    /// Returns the names of all sections of the file.
    pub(super) fn section_names(&self) -> impl Iterator<Item = &str> + Clone {
        let lists = property_names(&self.lists).chain([PLUGINS, HOOKS, ORDER]);
        lists.chain(property_names(&self.root))
    }

    /// Returns whether a section is one of the program's own.
    pub(super) fn is_root_section(&self, name: &str) -> bool {
        self.root["properties"].get(name).is_some()
    }

    /// Returns whether a plugin of the binary has this id.
    pub(super) fn is_plugin(&self, id: &str) -> bool {
        self.plugins.iter().any(|plugin| plugin.id == id)
    }

    /// Returns the schema of the sections about all plugins together.
    pub(super) fn lists(&self) -> &Value {
        &self.lists
    }

    /// Returns the schema of the host's keys in the section of a plugin.
    pub(super) fn isolation(&self) -> &Value {
        &self.isolation
    }

    /// Returns the schema of what can be set for a hook.
    pub(super) fn hook(&self) -> &Value {
        &self.hook
    }

    /// Returns the schema of the order of hooks.
    pub(super) fn order(&self) -> &Value {
        &self.order
    }

    /// Returns the schema of the program's own sections.
    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    /// Returns the schema that describes a path, and the rest of the path inside that schema.
    pub(super) fn find<'p>(&self, path: &'p [String]) -> Option<(Value, &'p [String])> {
        match path {
            [section, id, rest @ ..] if section == PLUGINS => self.in_plugin(id, rest),
            [section, _, _, rest @ ..] if section == HOOKS => Some((self.hook.clone(), rest)),
            [section, rest @ ..] if section == ORDER => Some((self.order.clone(), rest)),
            [section, ..] if self.lists["properties"].get(section).is_some() => {
                Some((self.lists.clone(), path))
            }
            [section, ..] if self.is_root_section(section) => match self.plugin_section(path) {
                Some(length) => self.in_plugin(&path[length - 1], &path[length..]),
                None => Some((self.root.clone(), path)),
            },
            _ => None,
        }
    }

    /// Returns whether a path of the program's own sections is that of a plugin's section; its last key is the plugin's id.
    pub(super) fn is_plugin_section(&self, path: &[String]) -> bool {
        schemas_at(&self.root, path).iter().any(|schema| schema[Section::MARK] == true)
    }

    /// Returns how many keys of a path lead to a plugin's section in one of the program's own sections.
    pub(super) fn plugin_section(&self, path: &[String]) -> Option<usize> {
        (1..=path.len()).find(|length| self.is_plugin_section(&path[..*length]))
    }

    /// Returns a value without the tables of plugins' sections that lie in it.
    pub(super) fn without_plugin_sections(&self, path: &[String], value: &Value) -> Value {
        let Value::Object(table) = value else { return value.clone() };
        let below = |path: &[String], key: &String| path.iter().chain([key]).cloned().collect::<Vec<_>>();
        let has_sections = |path: &[String], value: &Value| {
            let keys = value.as_object().into_iter().flat_map(Map::keys);
            keys.map(|key| below(path, key)).any(|path| self.is_plugin_section(&path))
        };
        let inner = table.iter().map(|(key, value)| (key, below(path, key), value));
        let inner = inner.filter(|(_, path, value)| !has_sections(path, value));
        let inner = inner.map(|(key, path, value)| (key.clone(), self.without_plugin_sections(&path, value)));
        Value::Object(inner.collect())
    }

    /// Returns whether a setting takes a text, and nothing that could be mistaken for one.
    pub(super) fn wants_text(&self, path: &[String]) -> bool {
        let types = self.types(path);
        let has = |name: &str| types.iter().any(|it| it == name);
        has("string") && !["integer", "number", "boolean"].into_iter().any(has)
    }

    /// Returns the JSON types that a setting takes.
    pub(super) fn types(&self, path: &[String]) -> Vec<String> {
        let Some((schema, keys)) = self.find(path) else { return Vec::new() };
        let types = schemas_at(&schema, keys).into_iter().flat_map(|schema| match &schema["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        });
        types.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    /// Returns the schema that describes a path in the section of a plugin, be it the plugin's or the host's, and the path.
    fn in_plugin<'p>(&self, id: &str, path: &'p [String]) -> Option<(Value, &'p [String])> {
        if self.is_plugin(id) && path.first().is_some_and(|key| is_host_key(key)) {
            return Some((self.isolation.clone(), path));
        }
        Some((self.plugin(id)?, path))
    }

    fn plugin(&self, id: &str) -> Option<Value> {
        let plugin = self.plugins.iter().find(|plugin| plugin.id == id)?;
        // Without its schema nothing of a section may be shown.
        plugin.config_schema()?.ok().map(Value::from)
    }
}

fn property_names(schema: &Value) -> impl Iterator<Item = &str> + Clone {
    schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str)
}
