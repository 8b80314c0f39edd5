use crate::mutex::lock;
use hookwire::points::{ToolCall, ToolSpec};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The compiled schemas of tools, by tool.
#[derive(Debug, Default)]
pub(super) struct Schemas(Mutex<HashMap<String, (Value, Arc<Validator>)>>);

impl Schemas {
    /// Checks the arguments of a call; the error says what does not fit.
    pub(super) fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        let ToolCall { tool, args, .. } = call;
        if let Value::String(text) = args {
            return Err(format!("the arguments of `{tool}` are no JSON: {text}"));
        }
        let validator = self.validator(spec)?;
        let wrong = validator.iter_errors(args).map(|error| {
            let at = error.instance_path().to_string();
            if at.is_empty() { error.to_string() } else { format!("{error} at {at}") }
        });
        let wrong: Vec<String> = wrong.collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(format!("the arguments of `{tool}` do not fit: {}", wrong.join("; ")))
        }
    }

    /// Returns the compiled schema of a tool; a tool may change its schema between turns.
    fn validator(&self, spec: &ToolSpec) -> Result<Arc<Validator>, String> {
        let mut known = lock(&self.0);
        if let Some((schema, validator)) = known.get(&spec.name)
            && *schema == spec.schema
        {
            return Ok(Arc::clone(validator));
        }
        let made = jsonschema::validator_for(&spec.schema)
            .map_err(|error| format!("the schema of `{}` is none: {error}", spec.name))?;
        let made = Arc::new(made);
        known.insert(spec.name.clone(), (spec.schema.clone(), Arc::clone(&made)));
        Ok(made)
    }
}
