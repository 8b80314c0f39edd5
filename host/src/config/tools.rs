//! Tools that nothing in the binary brings: found at the start, as an agent that may use them can do nothing.

use super::Options;
use crate::unknown::unknown;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::plugin::{HOST_TOOLS, ToolDecl};

/// Finds the tools of agents that do not exist.
pub(super) fn check(options: &Options, registry: &Registry) -> Vec<Problem> {
    let brought = registry.plugins().iter().flat_map(|plugin| plugin.contributions_of::<ToolDecl>());
    let known: Vec<_> = brought.map(|tool| tool.name).chain(HOST_TOOLS).collect();
    let named = options.agents.iter().flat_map(|(agent, profile)| {
        let tools = profile.tools.iter().flatten().enumerate();
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
