use super::config_error::ConfigError;
use super::origin::{Origin, Spot};
use super::tree::Tree;
use serde_json::{Map, Value};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a TOML text into the tree.
pub(super) fn read(path: &Path, source: &str, tree: &mut Tree) -> Result<(), ConfigError> {
    let table = DeTable::parse(source).map_err(|error| ConfigError::Syntax {
        message: error.message().to_owned(),
        // A text that is no TOML has no keys that a schema could know, so any of it may be secret.
        spot: Box::new(Spot::new(path, source, &error.span().unwrap_or(0..0)).masked()),
    })?;
    let file = File { path, source };
    for (key, value) in table.get_ref() {
        let here = vec![key.get_ref().to_string()];
        let origin = file.at(&key.span());
        tree.set(&here, plain(value.get_ref()), &origin);
        tree.mark(here.clone(), origin);
        file.mark(&here, value, tree);
    }
    Ok(())
}

struct File<'a> {
    path: &'a Path,
    source: &'a str,
}

impl File<'_> {
    fn at(&self, span: &std::ops::Range<usize>) -> Origin {
        Origin::File(Spot::new(self.path, self.source, span))
    }

    /// Adds the origin of every key and item to the tree.
    fn mark(&self, path: &[String], value: &Spanned<DeValue<'_>>, tree: &mut Tree) {
        let child = |key: String| path.iter().cloned().chain([key]).collect::<Vec<_>>();
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    let here = child(key.get_ref().to_string());
                    tree.mark(here.clone(), self.at(&key.span()));
                    self.mark(&here, value, tree);
                }
            }
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let here = child(index.to_string());
                    tree.mark(here.clone(), self.at(&item.span()));
                    self.mark(&here, item, tree);
                }
            }
            _ => {}
        }
    }
}

/// Returns a text as a TOML value if it is one, else as a string: `5`, `true`, `["a"]`, `word`.
pub(super) fn value(text: &str) -> Value {
    DeValue::parse(text).map_or_else(|_| Value::String(text.to_owned()), |value| plain(value.get_ref()))
}

fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Integer(number) => integer(number.as_str(), number.radix()),
        DeValue::Float(number) => float(number.as_str()),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => items.iter().map(|item| plain(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let fields = table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// Returns a number; one that is too large stays a text, so that the type of the setting refuses it.
fn integer(text: &str, radix: u32) -> Value {
    let signed = i64::from_str_radix(text, radix).map(Value::from);
    let unsigned = || u64::from_str_radix(text, radix).map(Value::from);
    signed.or_else(|_| unsigned()).unwrap_or_else(|_| Value::String(text.to_owned()))
}

fn float(text: &str) -> Value {
    let number = text.parse().ok().and_then(serde_json::Number::from_f64);
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}
