use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::plugin::{SourceTool, ToolOutput, ToolSource};
use hookwire::{Cx, Result};
use serde_json::{Value, json};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// A source of tools that lists what it is told to.
#[derive(Clone, Default)]
pub(crate) struct OddTools(Arc<Listed>);

#[derive(Default)]
struct Listed {
    /// The schema of the one tool in the next list.
    schema: Mutex<Option<Value>>,
    changed: Notify,
}

impl OddTools {
    /// Lists a tool with a schema that has as many levels, once.
    pub(crate) fn list_nested(&self, levels: usize) {
        let schema = (0..levels).fold(json!({ "type": "object" }), |inside, _| {
            let mut outside = json!({ "type": "object", "properties": {} });
            outside["properties"]["x"] = inside;
            outside
        });
        self.offer(schema);
    }

    /// Lists a tool with a schema that refers to itself, once.
    pub(crate) fn list_loop(&self) {
        self.offer(json!({ "type": "object", "allOf": [{ "$ref": "#" }] }));
    }

    fn offer(&self, schema: Value) {
        *self.0.schema.lock().unwrap_or_else(PoisonError::into_inner) = Some(schema);
        self.0.changed.notify_waiters();
    }
}

impl ToolSource for OddTools {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        let schema = self.0.schema.lock().unwrap_or_else(PoisonError::into_inner).take();
        let schema = schema.unwrap_or_else(|| json!({ "type": "object" }));
        async move { Ok(vec![SourceTool::new("odd", "Has an odd schema.", schema)]) }.boxed()
    }

    fn changed(&self) -> BoxFuture<'_, ()> {
        self.0.changed.notified().boxed()
    }

    fn call<'a>(&'a self, tool: &'a str, _: Value, _: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        async move { Ok(ToolOutput::new(format!("{tool} was called"))) }.boxed()
    }
}

impl fmt::Debug for OddTools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OddTools")
    }
}
