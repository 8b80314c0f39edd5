use crate::cx::{Cx, ToolService};
use crate::error::{Error, Result};
use crate::lock::lock;
use crate::points::{ToolCall, ToolReport};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

type Tool = Arc<dyn Fn(Value) -> Result<String> + Send + Sync>;

/// The tools that a test gives plugins to call.
#[derive(Default)]
pub struct FakeTools(Mutex<BTreeMap<String, Tool>>);

impl FakeTools {
    /// Adds a tool; an `Err` is its report.
    pub fn add(&self, name: &str, tool: impl Fn(Value) -> Result<String> + Send + Sync + 'static) {
        lock(&self.0).insert(name.into(), Arc::new(tool));
    }

    fn report(&self, call: ToolCall) -> Result<ToolReport> {
        let Some(tool) = lock(&self.0).get(&call.tool).cloned() else {
            let name = call.tool;
            return Err(Error::msg(format!(
                "the test has no tool `{name}`; give it one: `.tool(\"{name}\", |args| ..)`"
            )));
        };
        Ok(match tool(call.args.clone()) {
            Ok(text) => ToolReport::new(call, text),
            Err(error) => ToolReport::failed(call, error),
        })
    }
}

impl ToolService<Cx> for FakeTools {
    fn call<'a>(&'a self, call: ToolCall, _: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        ready(self.report(call)).boxed()
    }
}

impl fmt::Debug for FakeTools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(lock(&self.0).keys()).finish()
    }
}
