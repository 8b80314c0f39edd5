//! Everything that can be declared: fields of declarations, capabilities, kinds of contributions, configuration keys.

use crate::{app, root};
use hookwire::config::is_host_key;
use hookwire::plugin::{CONTRIBUTION_KINDS, Capability, Declared, NotYet};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use syn::{Fields, Item, ItemStruct};

/// The structs of declarations whose names do not end in `Decl`, each with its file.
const STRUCTS: [&str; 4] = ["Manifest", "Lifecycle", "Permissions", "EnvVar"];

/// Returns the names of all that can be declared and has an effect.
pub(crate) fn all() -> BTreeSet<String> {
    let capabilities = Capability::ALL.into_iter();
    let capabilities = capabilities.filter(|it| NotYet::find(Declared::Capability(*it)).is_none());
    let capabilities = capabilities.map(|capability| format!("capability {capability}"));
    let kinds = CONTRIBUTION_KINDS.iter().map(|kind| format!("kind {}", kind.name));
    fields().chain(capabilities).chain(kinds).chain(keys()).collect()
}

/// Returns the fields of all structs that `#[plugin]` fills.
fn fields() -> impl Iterator<Item = String> {
    let folders = ["core/src/plugin", "core/src/plugin/contribution"].into_iter();
    let files = folders.flat_map(|it| fs::read_dir(root().join(it)).expect("a folder of declarations"));
    let files = files.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    let files = files.chain([root().join("core/src/cx/permissions.rs")]);
    let items = files.flat_map(|file| {
        let source = fs::read_to_string(&file).expect("a source file");
        syn::parse_file(&source).expect("source that compiles").items
    });
    let structs = items.filter_map(|item| match item {
        Item::Struct(it) if STRUCTS.contains(&&*it.ident.to_string()) => Some(it),
        Item::Struct(it) if it.ident.to_string().ends_with("Decl") => Some(it),
        _ => None,
    });
    let names: Vec<_> = structs.flat_map(field_names).collect();
    assert!(names.len() > 30, "the structs of declarations were not found: {names:?}");
    names.into_iter()
}

fn field_names(item: ItemStruct) -> Vec<String> {
    let Fields::Named(fields) = item.fields else { return Vec::new() };
    let names = fields.named.into_iter().filter_map(|field| field.ident);
    names.map(|field| format!("{}.{field}", item.ident)).collect()
}

/// Returns the keys of the configuration, as the app's schema has them; `*` stands for any name.
fn keys() -> BTreeSet<String> {
    let output = app::run(&app::folder("declared", ""), &["config", "schema"]);
    let schema: Value = serde_json::from_slice(&output.stdout).expect("a schema");
    let mut keys = BTreeSet::new();
    collect_keys(&schema, &schema, &mut Vec::new(), &mut keys);
    assert!(keys.len() > 60, "the schema was not read: {keys:?}");
    keys
}

fn collect_keys(document: &Value, schema: &Value, path: &mut Vec<String>, keys: &mut BTreeSet<String>) {
    // A schema with an id is a document of its own.
    let document = if schema["$id"].is_string() { schema } else { document };
    if let Some(target) = schema["$ref"].as_str() {
        let target = document.pointer(target.trim_start_matches('#')).expect("a reference resolves");
        return collect_keys(document, target, path, keys);
    }
    if let [one] = &*choices(schema) {
        return collect_keys(document, one, path, keys);
    }
    let properties = schema["properties"].as_object().into_iter().flatten();
    let inner: Vec<_> = properties.map(|(name, inner)| (&**name, inner)).chain(of_any_name(schema)).collect();
    if inner.is_empty() || schema["writeOnly"] == true {
        keys.extend(key(path));
    }
    for (name, inner) in inner {
        path.push(name.to_owned());
        collect_keys(document, inner, path, keys);
        path.pop();
    }
}

/// Returns the schemas that one may choose from, unless they are not there.
fn choices(schema: &Value) -> Vec<&Value> {
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    choices.filter(|choice| choice["type"] != "null").collect()
}

/// Returns the schema of what has any name: an entry of a map, a table of a list.
fn of_any_name(schema: &Value) -> Option<(&'static str, &Value)> {
    let item = &schema["items"];
    let is_table = item["$ref"].is_string() || item["properties"].is_object();
    let entry = schema["additionalProperties"].is_object().then_some(&schema["additionalProperties"]);
    Some(("*", entry.or(is_table.then_some(item))?))
}

/// Returns the name of a key; the same key of every hook is one, and so is a key of the host in every plugin's section; a plugin
/// without hooks or settings has none; the settings of
/// plugins are in their own tests, and for one agent they are one key.
fn key(path: &[String]) -> Option<String> {
    match path {
        [list, _] if list == "hooks" || list == "plugins" => None,
        [plugins, _, host, ..] if plugins == "plugins" && is_host_key(host) => {
            Some(format!("plugins.*.{}", path[2..].join(".")))
        }
        [hooks, _, _, key] if hooks == "hooks" => Some(format!("hooks.*.*.{key}")),
        [agents, _, plugins, ..] if agents == "agents" && plugins == "plugins" => {
            Some("agents.*.plugins.*".into())
        }
        _ => Some(path.join(".")),
    }
}
