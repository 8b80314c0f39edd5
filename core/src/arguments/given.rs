use super::error::ArgumentError;
use super::kind::ParameterKind;
use super::parameter::Parameter;
use super::parameters::Parameters;
use serde_json::{Map, Value};

/// The values that were given so far.
pub(super) struct Given<'p> {
    parameters: &'p Parameters,
    values: Map<String, Value>,
}

impl<'p> Given<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Self {
        Self { parameters, values: Map::new() }
    }

    /// Reads a text as the value of an argument, or as one more of a list.
    pub(super) fn put(&mut self, parameter: &Parameter, text: &str) -> Result<(), ArgumentError> {
        let name = || parameter.name.clone();
        let Some(value) = parameter.kind.value(text) else {
            let (wanted, given) = (parameter.kind.to_string(), text.to_owned());
            return Err(ArgumentError::Value { name: name(), wanted, given });
        };
        let is_list = matches!(parameter.kind, ParameterKind::List(_));
        match self.values.get_mut(&parameter.name) {
            Some(Value::Array(values)) if is_list => values.push(value),
            Some(_) => return Err(ArgumentError::Twice { name: name() }),
            None => {
                let value = if is_list { Value::Array(vec![value]) } else { value };
                self.values.insert(name(), value);
            }
        }
        Ok(())
    }

    /// Returns the argument that the next word means by its place.
    pub(super) fn next(&self) -> Option<&'p Parameter> {
        self.parameters.next(&self.values)
    }

    /// Returns all values; what is yes or no and was not named is no.
    pub(super) fn finish(mut self) -> Result<Map<String, Value>, ArgumentError> {
        for parameter in self.parameters.all() {
            if !parameter.required || self.values.contains_key(&parameter.name) {
                continue;
            }
            if parameter.has_place() {
                return Err(ArgumentError::Missing { name: parameter.name.clone() });
            }
            self.values.insert(parameter.name.clone(), false.into());
        }
        Ok(self.values)
    }
}
