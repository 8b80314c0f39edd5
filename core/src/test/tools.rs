use crate::cx::Cx;
use crate::error::Error;
use crate::live::Wiring;
use crate::pipeline::JsonSchemas;
use crate::plugin::{ToolDecl, ToolError, ToolOutput, ToolSourceDecl};
use crate::points::{ToolCall, ToolSpec};
use hookwire_text::suggest;
use serde_json::Value;

/// The tools of plugins in a test, declared and of sources, called as the host does: with arguments that fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tools<'a> {
    pub(super) wiring: &'a Wiring,
    pub(super) schemas: &'a JsonSchemas,
    pub(super) cx: &'a Cx,
}

impl Tools<'_> {
    pub(super) async fn call(self, name: &str, args: Value) -> Result<ToolOutput, ToolError> {
        let spec = self.offered(name).await.map_err(|why| ToolError::Failed(Error::msg(why)))?;
        let call = ToolCall::new(name, args);
        let fits = self.schemas.problems(&call, &spec);
        fits.map_err(|why| ToolError::Arguments { tool: name.to_owned().into(), why })?;
        let result = self.wiring.tool(name, call.args, None, self.cx).await;
        result.unwrap_or_else(|| Err(ToolError::Failed(Error::msg(format!("there is no tool `{name}`")))))
    }

    /// Returns a tool as the model sees it.
    async fn offered(self, name: &str) -> Result<ToolSpec, String> {
        let declared = self.declared(name);
        if declared.is_ok() || ToolSourceDecl::split(name).is_none() {
            return declared;
        }
        let tools = self.wiring.sourced_tools().await;
        let found = tools.iter().find(|tool| tool.spec.name == name);
        let names = || tools.iter().map(|tool| &*tool.spec.name);
        found.map(|tool| tool.spec.clone()).ok_or_else(|| suggest::unknown("tool", name, names()))
    }

    /// Returns a tool of `#[tool]` as the model sees it.
    pub(super) fn declared(self, name: &str) -> Result<ToolSpec, String> {
        let tools = || self.wiring.contributions::<ToolDecl>().map(|(tool, _)| tool);
        let Some(tool) = tools().find(|tool| tool.name == name) else {
            return Err(suggest::unknown("tool", name, tools().map(|tool| tool.name)));
        };
        let schema = tool.schema().map_err(|error| error.to_string())?;
        Ok(ToolSpec::new(tool.name, tool.description, Value::from(schema)))
    }
}
