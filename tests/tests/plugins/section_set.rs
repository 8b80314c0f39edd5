//! The sections of one plugin: its own, and those of agents that stand over it.

use hookwire::config::Section;
use hookwire::plugin;
use hookwire::plugin::{Plugin, SectionSet};
use hookwire::points::MessageReceived;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Bounds {
    bytes: u32,
    lines: u32,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    deny: Vec<String>,
    bounds: Bounds,
}

struct Guard;

#[plugin(id = "guard")]
impl Guard {
    #[init]
    fn new(config: Config) -> Self {
        let _ = (config.deny, config.bounds.bytes, config.bounds.lines);
        Self
    }

    #[hook("message.received")]
    fn hear(&self, _: &MessageReceived) {}
}

fn set(own: Value, support: Value) -> SectionSet {
    let agents = BTreeMap::from([("support".to_owned(), support.into())]);
    SectionSet { own: own.into(), agents, ..SectionSet::default() }
}

#[test]
fn tables_are_merged_and_lists_replaced() {
    let own = json!({ "deny": ["a", "b"], "bounds": { "bytes": 1, "lines": 2 } });
    let set = set(own, json!({ "deny": ["c"], "bounds": { "bytes": 9 } }));
    let merged = json!({ "deny": ["c"], "bounds": { "bytes": 9, "lines": 2 } });
    assert_eq!(set.of(Some("support")), Section::from(merged));
    assert_eq!(set.of(Some("other")), set.own);
    assert_eq!(set.instances().collect::<Vec<_>>(), [None, Some("support")]);
}

/// Returns the places of what does not fit.
fn places(own: Value, support: Value) -> Vec<String> {
    let problems = Guard::MANIFEST.config_problems(&set(own, support));
    problems.0.iter().map(|problem| problem.path.join(".")).collect()
}

#[test]
fn a_problem_is_told_where_its_value_stands() {
    assert_eq!(places(json!({ "bounds": { "bytes": "x" } }), json!({})), ["plugins.guard.bounds.bytes"]);
    assert_eq!(
        places(json!({ "bounds": { "lines": 2 } }), json!({ "bounds": { "bytes": "x" } })),
        ["agents.support.plugins.guard.bounds.bytes"]
    );
    assert_eq!(
        places(json!({ "bounds": { "lines": "x" } }), json!({ "bounds": { "bytes": 9 } })),
        ["plugins.guard.bounds.lines"],
        "what the agent has from the plugin's own section is told once"
    );
}
