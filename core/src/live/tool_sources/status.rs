use super::check::LeftOutTool;
use super::list::ToolList;
use serde::Serialize;

/// The tools of a source as it listed them last; nothing was asked to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ToolSourceStatus {
    /// The name of the source.
    pub source: &'static str,
    /// The agent, if the source is of the instance that works for that agent alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The names under which its tools are offered; none before the first turn that might call one.
    pub tools: Vec<String>,
    /// The tools that cannot be offered.
    pub left_out: Vec<LeftOutTool>,
    /// Why the source could not list its tools when it was asked last.
    pub problem: Option<String>,
}

impl ToolSourceStatus {
    pub(super) fn new(source: &'static str, agent: Option<&str>, list: &ToolList) -> Self {
        Self {
            source,
            agent: agent.map(str::to_owned),
            tools: list.tools.iter().map(|tool| tool.spec.name.clone()).collect(),
            left_out: list.left_out.clone(),
            problem: list.failed.as_ref().map(|failure| failure.why.clone()),
        }
    }
}
