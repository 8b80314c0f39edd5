use crate::mutex::lock;
use hookwire::pipeline::{JsonSchemas, SchemaCheck};
use hookwire::plugin::ToolDecl;
use hookwire::points::{ToolCall, ToolSpec};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;

/// The catalog of tool descriptions and compiled schemas; each is made once, as a schema is code of a plugin.
#[derive(Debug, Default)]
pub(crate) struct ToolCatalog {
    specs: Mutex<HashMap<&'static str, ToolSpec>>,
    schemas: JsonSchemas,
}

impl ToolCatalog {
    /// Returns the description of a tool as the model sees it, unless its schema cannot be made.
    pub(crate) fn spec(&self, decl: &'static ToolDecl) -> Option<ToolSpec> {
        if let Some(spec) = lock(&self.specs).get(decl.name) {
            return Some(spec.clone());
        }
        // Without the lock: code of a plugin that blocks here must not hold up other turns.
        match decl.schema() {
            Ok(schema) => {
                let spec = ToolSpec::new(decl.name, decl.description, Value::from(schema));
                lock(&self.specs).insert(decl.name, spec.clone());
                Some(spec)
            }
            Err(error) => {
                tracing::warn!("the tool `{}` is not offered: {error}", decl.name);
                None
            }
        }
    }
}

impl SchemaCheck for ToolCatalog {
    fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        self.schemas.check(call, spec)
    }
}
