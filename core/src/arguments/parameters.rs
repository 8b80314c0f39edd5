use super::error::ArgumentError;
use super::kind::ParameterKind;
use super::parameter::Parameter;
use serde_json::{Map, Value};
use std::fmt;

/// The arguments that a command or a verb takes, in the order of the source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// Reads the schema of the arguments; `order` has the names in the order of the source, as far as it is known.
    pub(crate) fn of(schema: &Value, order: &[&str]) -> Self {
        let required =
            |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|it| it == name));
        let one = |(name, part): (&String, &Value)| {
            let kind = ParameterKind::of(part, schema);
            let description = part["description"].as_str().unwrap_or_default().to_owned();
            Parameter { name: name.clone(), description, required: required(name), kind }
        };
        let mut all: Vec<_> = schema["properties"].as_object().into_iter().flatten().map(one).collect();
        // A stable sort: what is not in the order stays in that of the schema, behind the others.
        all.sort_by_key(|it| order.iter().position(|name| *name == it.name).unwrap_or(usize::MAX));
        Self(all)
    }

    /// Returns them one by one.
    pub fn all(&self) -> &[Parameter] {
        &self.0
    }

    /// Returns the one of a name, as it is declared or with dashes.
    pub fn find(&self, name: &str) -> Option<&Parameter> {
        self.0.iter().find(|parameter| parameter.is_called(name))
    }

    /// Returns the one of a name; `written` is how the name stands in the text.
    pub(super) fn known(&self, name: &str, written: &str) -> Result<&Parameter, ArgumentError> {
        self.find(name).ok_or_else(|| ArgumentError::Unknown {
            name: written.to_owned(),
            hint: hookwire_text::suggest::hint(name, self.0.iter().map(|it| &*it.name)),
        })
    }

    /// Returns whether an argument is the last one that has a place.
    pub(super) fn is_last(&self, parameter: &Parameter) -> bool {
        self.0.iter().rfind(|it| it.has_place()).is_some_and(|last| last.name == parameter.name)
    }

    /// Returns the first argument that has a place and no value, or the list that comes last.
    pub(super) fn next(&self, given: &Map<String, Value>) -> Option<&Parameter> {
        let mut open = self.0.iter().filter(|it| it.has_place());
        open.find(|it| {
            let goes_on = matches!(it.kind, ParameterKind::List(_)) && self.is_last(it);
            goes_on || !given.contains_key(&it.name)
        })
    }
}

/// Writes how they are used: `<minutes> [text] [--loud]`.
impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, parameter) in self.0.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            write!(f, "{space}{parameter}")?;
        }
        Ok(())
    }
}
