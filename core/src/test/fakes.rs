use crate::Secret;
use crate::cx::{Cx, LogRecord, Services};
use crate::error::{Error, Result};
use crate::lock::lock;
use crate::model::Model;
use crate::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Stands in for the host's services and remembers what plugins did with them.
#[derive(Default)]
pub struct Fakes {
    logs: Mutex<Vec<LogRecord>>,
    pub(super) env: BTreeMap<String, String>,
    pub(super) data: Option<PathBuf>,
    pub(super) tools: BTreeMap<String, Tool>,
    pub(super) model: Option<Box<dyn Model>>,
}

/// Stands in for a tool that `cx.tool` calls.
pub(super) type Tool = Box<dyn Fn(Value) -> Result<String> + Send + Sync>;

impl Fakes {
    /// Returns what plugins have logged so far.
    pub fn logs(&self) -> Vec<LogRecord> {
        lock(&self.logs).clone()
    }

    fn call(&self, call: ToolCall) -> Result<ToolReport> {
        let Some(tool) = self.tools.get(&call.tool) else {
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

impl Services for Fakes {
    fn log(&self, record: &LogRecord) {
        lock(&self.logs).push(record.clone());
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.env.get(name).map(Secret::new)
    }

    fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    fn tool<'a>(&'a self, call: ToolCall, _: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        ready(self.call(call)).boxed()
    }

    fn model<'a>(&'a self, request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        let answer = async move {
            let Some(model) = &self.model else {
                return Err(Error::msg("the test has no model; give it one: `.model(Scripted::echo())`"));
            };
            Ok(model.complete(&request, cx).await?)
        };
        answer.boxed()
    }
}

impl fmt::Debug for Fakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fakes").field("logs", &self.logs()).field("env", &self.env).finish_non_exhaustive()
    }
}
