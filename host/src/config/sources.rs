use super::secrecy::Schemas;
use super::{ConfigError, Origin, Tree, file};
use hookwire::Registry;
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Where the file is looked for when nobody says where it is.
const DEFAULT: &str = "hookwire.toml";
/// How variables begin; then come the keys, joined by two underscores.
const PREFIX: &str = "HOOKWIRE__";

/// Where the configuration comes from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file; `hookwire.toml` of the working directory if there is one, when not given.
    pub file: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(String, String)>,
    /// `key=value`, from the command line.
    pub arguments: Vec<String>,
}

impl Sources {
    pub(super) fn read(&self, registry: &Registry, schemas: &Schemas) -> Result<Tree, ConfigError> {
        let mut tree = Tree::default();
        self.read_file(&mut tree)?;
        let mut variables = self.variables.clone();
        variables.sort();
        for (name, text) in variables {
            if let Some(keys) = name.strip_prefix(PREFIX) {
                let path = keys.split("__").map(str::to_lowercase).collect();
                let path = with_ids(path, registry);
                tree.set(&path, value(&text, &path, schemas), &Origin::Variable(name.clone()));
            }
        }
        for text in &self.arguments {
            let (path, given) = argument(text).ok_or_else(|| ConfigError::Argument(without_value(text)))?;
            tree.set(&path, value(given, &path, schemas), &Origin::Argument(path.join(".")));
        }
        Ok(tree)
    }

    fn read_file(&self, tree: &mut Tree) -> Result<(), ConfigError> {
        let path = self.file.clone().unwrap_or_else(|| PathBuf::from(DEFAULT));
        match fs::read_to_string(&path) {
            Ok(source) => file::read(&path, &source, tree),
            Err(error) if self.file.is_none() && error.kind() == ErrorKind::NotFound => Ok(()),
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }
}

/// Reads a value; where a text is wanted, what looks like a number is one.
fn value(text: &str, path: &[String], schemas: &Schemas) -> Value {
    let value = file::value(text);
    let types = |name: &str| schemas.types(path).iter().any(|it| it == name);
    let meant = match value {
        Value::String(_) => text.trim_start().starts_with(['"', '\'']),
        Value::Object(_) => types("object"),
        Value::Array(_) => types("array"),
        _ => false,
    };
    if !meant && schemas.wants_text(path) { Value::String(text.to_owned()) } else { value }
}

/// Returns the key of an argument that cannot be split, as what follows may be secret.
fn without_value(text: &str) -> String {
    let in_key = |letter: char| letter.is_alphanumeric() || "._-\"".contains(letter);
    match text.find(|letter| !in_key(letter)) {
        Some(end) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Splits `plugins.tool-guard.ask=[]`; a key with dots is quoted.
fn argument(text: &str) -> Option<(Vec<String>, &str)> {
    let (keys, value) = text.split_once('=')?;
    let mut path = vec![String::new()];
    let mut quoted = false;
    for letter in keys.trim().chars() {
        match letter {
            '"' => quoted = !quoted,
            '.' if !quoted => path.push(String::new()),
            letter => path.last_mut()?.push(letter),
        }
    }
    let good = !quoted && path.iter().all(|key| !key.is_empty());
    good.then_some((path, value.trim()))
}

/// Variables cannot have a `-`, so a plugin's id is found by its letters.
fn with_ids(mut path: Vec<String>, registry: &Registry) -> Vec<String> {
    let under = path.first().is_some_and(|root| root == "plugins" || root == "hooks");
    if let (true, Some(key)) = (under, path.get_mut(1)) {
        let same = |id: &&str| id.replace('-', "_") == *key;
        let id = registry.plugins().iter().map(|plugin| plugin.id).find(same);
        *key = id.map_or_else(|| key.clone(), str::to_owned);
    }
    path
}
