//! The check of the tools that agents may call, so that a misspelt one is found at start.

use super::AgentConfig;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::plugin::{HOST_TOOLS, ToolDecl, ToolSourceDecl};
use hookwire::suggest::unknown;
use std::collections::BTreeMap;

/// What is known of tools before any code of a plugin runs.
struct KnownTools {
    names: Vec<&'static str>,
    /// The names of the sources of tools; which tools they have, nobody can know.
    sources: Vec<&'static str>,
}

/// Returns a problem for each tool that no plugin in the binary has.
pub(super) fn check(agents: &BTreeMap<String, AgentConfig>, registry: &Registry) -> Vec<Problem> {
    let known = KnownTools::of(registry);
    let named = agents.iter().flat_map(|(agent, config)| {
        let tools = config.tools.iter().flatten().enumerate();
        tools.map(move |(at, tool)| (["agents", agent, "tools", &at.to_string()].map(str::to_owned), tool))
    });
    let wrong = named.filter_map(|(path, tool)| Some(Problem::new(path.to_vec(), known.complaint(tool)?)));
    wrong.collect()
}

impl KnownTools {
    fn of(registry: &Registry) -> Self {
        let plugins = || registry.plugins().iter();
        let declared = plugins().flat_map(|plugin| plugin.contributions_of::<ToolDecl>());
        let sources = plugins().flat_map(|plugin| plugin.contributions_of::<ToolSourceDecl>());
        Self {
            names: declared.map(|tool| tool.name).chain(HOST_TOOLS).collect(),
            sources: sources.map(|source| source.name).collect(),
        }
    }

    /// Returns what is wrong with the name of a tool, or with the beginning of one and a `*`.
    fn complaint(&self, tool: &str) -> Option<String> {
        let start = tool.strip_suffix('*');
        if let Some((source, _)) = ToolSourceDecl::split(start.unwrap_or(tool)) {
            let is_known = self.sources.contains(&source);
            return (!is_known).then(|| unknown("source of tools", source, self.sources.iter().copied()));
        }
        let Some(start) = start else {
            let names = self.names.iter().copied();
            return (!self.names.contains(&tool)).then(|| unknown("tool", tool, names));
        };
        let of_sources = self.sources.iter().map(|source| format!("{source}{}", ToolSourceDecl::SEPARATOR));
        let fits = self.names.iter().any(|known| known.starts_with(start))
            || of_sources.into_iter().any(|prefix| prefix.starts_with(start));
        (!fits).then(|| format!("no tool begins with `{start}`"))
    }
}
