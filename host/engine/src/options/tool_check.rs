//! The check of the tools that agents may call, so that a misspelt one is found at start.

use super::AgentConfig;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::plugin::{HOST_TOOLS, ToolDecl};
use hookwire::suggest::unknown;
use std::collections::BTreeMap;

/// Returns a problem for each tool that no plugin in the binary has.
pub(super) fn check(agents: &BTreeMap<String, AgentConfig>, registry: &Registry) -> Vec<Problem> {
    let declared = registry.plugins().iter().flat_map(|plugin| plugin.contributions_of::<ToolDecl>());
    let known: Vec<_> = declared.map(|tool| tool.name).chain(HOST_TOOLS).collect();
    let named = agents.iter().flat_map(|(agent, config)| {
        let tools = config.tools.iter().flatten().enumerate();
        tools.map(move |(at, tool)| (["agents", agent, "tools", &at.to_string()].map(str::to_owned), tool))
    });
    let wrong = named.filter_map(|(path, tool)| Some(Problem::new(path.to_vec(), complaint(tool, &known)?)));
    wrong.collect()
}

fn complaint(tool: &str, known: &[&'static str]) -> Option<String> {
    if let Some(start) = tool.strip_suffix('*') {
        let fits = known.iter().any(|known| known.starts_with(start));
        return (!fits).then(|| format!("no tool begins with `{start}`"));
    }
    (!known.contains(&tool)).then(|| unknown("tool", tool, known.iter().copied()))
}
