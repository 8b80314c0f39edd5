use super::tools::Tools;
use crate::live::{LeftOutTool, Plugins, SourcedTool, ToolSourceStatus};
use crate::plugin::{ToolError, ToolOutput, ToolSourceDecl};
use crate::points::ToolSpec;
use hookwire_text::suggest;
use serde_json::Value;

/// A source of tools of a plugin in a test; made by [`Kit::tool_source`](super::Kit::tool_source).
#[derive(Debug, Clone, Copy)]
pub struct KitToolSource<'a> {
    tools: Tools<'a>,
    plugins: &'a Plugins,
    decl: &'static ToolSourceDecl,
}

impl<'a> KitToolSource<'a> {
    #[track_caller]
    pub(super) fn new(tools: Tools<'a>, plugins: &'a Plugins, name: &str) -> Self {
        let all = || tools.wiring.contributions::<ToolSourceDecl>().map(|(decl, _)| decl);
        match all().find(|decl| decl.name == name) {
            Some(decl) => Self { tools, plugins, decl },
            None => panic!("{}", suggest::unknown("tool source", name, all().map(|decl| decl.name))),
        }
    }

    /// Returns the tools that the host would offer, by name; asks the source if its list has changed.
    pub async fn tools(self) -> Vec<ToolSpec> {
        self.sourced().await.into_iter().map(|tool| tool.spec).collect()
    }

    pub(super) async fn sourced(self) -> Vec<SourcedTool> {
        let mut tools = self.tools.wiring.sourced_tools().await;
        let source =
            |tool: &SourcedTool| ToolSourceDecl::split(&tool.spec.name).map(|(source, _)| source.to_owned());
        tools.retain(|tool| source(tool).as_deref() == Some(self.decl.name));
        tools
    }

    /// Returns the tools of the last list that the host does not offer, each with the reason.
    pub fn left_out(self) -> Vec<LeftOutTool> {
        self.status().map_or_else(Vec::new, |status| status.left_out)
    }

    /// Returns why the source could not list its tools when it was asked last.
    pub fn problem(self) -> Option<String> {
        self.status()?.problem
    }

    /// Returns the state of the source, unless its plugin is off by now.
    fn status(self) -> Option<ToolSourceStatus> {
        let ids = self.plugins.registry().plugins().iter().map(|plugin| plugin.id);
        let mut all = ids.flat_map(|plugin| self.plugins.tool_sources(plugin));
        all.find(|status| status.source == self.decl.name)
    }

    /// Calls a tool by its name in the source, as the host does: only with arguments that fit its schema.
    pub async fn call(self, tool: &str, args: Value) -> Result<ToolOutput, ToolError> {
        self.tools.call(&self.decl.tool_name(tool), args).await
    }
}
