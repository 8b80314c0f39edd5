use super::config_error::ConfigError;
use super::origin::Origin;
use super::schema_index::SchemaIndex;
use super::toml_file;
use super::tree::Tree;
use hookwire::Registry;
use hookwire::config::key_path;
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// The name of the file in the working directory that is read if no other is given.
const DEFAULT: &str = "hookwire.toml";
/// The beginning of every variable's name; the keys follow, joined by two underscores.
const PREFIX: &str = "HOOKWIRE__";
/// The beginning of the name of a misspelt variable.
const SHORT_PREFIX: &str = "HOOKWIRE_";

/// The sources of the configuration, each over the one before.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file; if not given, `hookwire.toml` of the working directory, if it exists.
    pub file: Option<PathBuf>,
    /// The environment variables of the process.
    pub variables: Vec<(OsString, OsString)>,
    /// The `key=value` arguments of the command line.
    pub arguments: Vec<String>,
}

impl Sources {
    pub(super) fn read(&self, registry: &Registry, schemas: &SchemaIndex) -> Result<Tree, ConfigError> {
        let mut tree = Tree::default();
        self.read_file(&mut tree)?;
        let mut variables: Vec<_> = self.variables.iter().collect();
        variables.sort();
        for (name, given) in variables {
            if let Some((name, keys, text)) = variable(name, given, schemas)? {
                let path = keys.split("__").map(str::to_lowercase).collect();
                let path = with_real_names(path, registry, schemas);
                tree.set(&path, value(text, &path, schemas), &Origin::Variable(name.to_owned()));
            }
        }
        for text in &self.arguments {
            let (path, given) = argument(text).ok_or_else(|| ConfigError::Argument(without_value(text)))?;
            tree.set(&path, value(given, &path, schemas), &Origin::Argument(path.join(".")));
        }
        Ok(tree)
    }

    /// Returns the path of the file, which need not exist.
    pub fn path(&self) -> PathBuf {
        self.file.clone().unwrap_or_else(|| PathBuf::from(DEFAULT))
    }

    fn read_file(&self, tree: &mut Tree) -> Result<(), ConfigError> {
        let path = self.path();
        match fs::read_to_string(&path) {
            Ok(source) => toml_file::read(&path, &source, tree),
            Err(error) if self.file.is_none() && error.kind() == ErrorKind::NotFound => Ok(()),
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }
}

/// Returns a variable's name, its keys and its text, if it is part of the configuration.
fn variable<'v>(
    name: &'v OsStr,
    given: &'v OsStr,
    schemas: &SchemaIndex,
) -> Result<Option<(&'v str, &'v str, &'v str)>, ConfigError> {
    let not_text = || ConfigError::NotText(name.to_string_lossy().into_owned());
    if !name.as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
        return name.to_str().map_or(Ok(()), |name| check_spelling(name, schemas)).map(|()| None);
    }
    let known = name.to_str().ok_or_else(not_text)?;
    let text = given.to_str().ok_or_else(not_text)?;
    Ok(known.strip_prefix(PREFIX).map(|keys| (known, keys, text)))
}

/// Returns an error for a variable that was meant to be part of the configuration: one underscore too few, and then the
/// name of a section. Other variables may begin with the same word.
fn check_spelling(name: &str, schemas: &SchemaIndex) -> Result<(), ConfigError> {
    let Some(keys) = name.strip_prefix(SHORT_PREFIX) else {
        return Ok(());
    };
    let root = keys.split_once("__").map_or(keys, |(root, _)| root).to_lowercase();
    let meant = schemas.section_names().any(|name| name == root)
        && (["disabled", "observers", "required"].contains(&&*root) || keys.contains("__"));
    let right = format!("{PREFIX}{keys}");
    if meant { Err(ConfigError::Misspelt { name: name.to_owned(), right }) } else { Ok(()) }
}

/// Returns a value of a text; where the schema wants a text, a number stays a text.
fn value(text: &str, path: &[String], schemas: &SchemaIndex) -> Value {
    let value = toml_file::value(text);
    let types = |name: &str| schemas.types(path).iter().any(|it| it == name);
    let meant = match value {
        Value::String(_) => text.trim_start().starts_with(['"', '\'']),
        Value::Object(_) => types("object"),
        Value::Array(_) => types("array"),
        _ => false,
    };
    if !meant && schemas.wants_text(path) { Value::String(text.to_owned()) } else { value }
}

/// Returns the key of an argument that cannot be split, without what follows, which may be secret.
fn without_value(text: &str) -> String {
    let in_key = |letter: char| letter.is_alphanumeric() || "._-\"".contains(letter);
    match text.find(|letter| !in_key(letter)) {
        Some(end) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Splits an argument such as `plugins.tool-guard.ask=[]` into keys and value; a key with dots is quoted.
fn argument(text: &str) -> Option<(Vec<String>, &str)> {
    let (keys, value) = text.split_once('=')?;
    Some((key_path(keys)?, value.trim()))
}

/// Splits an argument about a setting of a plugin, whose keys are those of the plugin's section.
pub(super) fn plugin_setting(
    plugin: &str,
    text: &str,
    schemas: &SchemaIndex,
) -> Result<(Vec<String>, Value), ConfigError> {
    let (keys, given) = argument(text).ok_or_else(|| ConfigError::Argument(without_value(text)))?;
    let path: Vec<_> =
        ["plugins", plugin].map(str::to_owned).into_iter().chain(keys.iter().cloned()).collect();
    Ok((keys, value(given, &path, schemas)))
}

/// Returns a path of a variable with the ids and points that are meant: a variable has `_` for their `-` and `.`.
fn with_real_names(mut path: Vec<String>, registry: &Registry, schemas: &SchemaIndex) -> Vec<String> {
    let ids = registry.plugins().iter().map(|plugin| plugin.id);
    let points = registry.orders().iter().map(|order| order.point.name);
    if let Some(length) = schemas.plugin_section(&path) {
        by_letters(&mut path[length - 1], ids);
        return path;
    }
    match path.as_mut_slice() {
        [root, id, ..] if root == "plugins" => by_letters(id, ids),
        [root, id] if root == "hooks" => by_letters(id, ids),
        [root, id, point, ..] if root == "hooks" => {
            by_letters(id, ids);
            by_letters(point, points);
        }
        [root, hooks, id, ..] if root == "order" && hooks == "hooks" => by_letters(id, ids),
        _ => {}
    }
    path
}

fn by_letters(key: &mut String, mut names: impl Iterator<Item = &'static str>) {
    if let Some(name) = names.find(|name| name.replace(['-', '.'], "_") == *key) {
        name.clone_into(key);
    }
}
