use super::HumanDuration;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::suggest::unknown;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long sessions live and when they are summarised: `[sessions]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SessionOptions {
    /// The time without a message after which a session is closed.
    pub expire: HumanDuration,
    /// The most messages of a conversation before older ones are summarised; 0 for never.
    pub summarise_above: u32,
    /// How many of the latest messages are left out of a summary.
    pub keep: u32,
    /// Whether the trace of each turn's hooks is stored, for `explain`.
    pub trace: bool,
    /// The plugins that may see and change the sessions of everybody; others are shown those of the user who asks.
    pub shared_with: BTreeSet<String>,
}

impl SessionOptions {
    /// Returns a problem for each plugin that does not exist.
    pub(super) fn check_plugins(&self, registry: &Registry) -> Vec<Problem> {
        let known = || registry.plugins().iter().map(|plugin| plugin.id);
        let path = || ["sessions", "shared_with"].map(str::to_owned).to_vec();
        let wrong = self.shared_with.iter().filter(|id| !registry.knows(id));
        wrong.map(|id| Problem::new(path(), unknown("plugin", id, known()))).collect()
    }
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            expire: HumanDuration(Duration::from_hours(24 * 30)),
            summarise_above: 80,
            keep: 20,
            trace: true,
            shared_with: BTreeSet::new(),
        }
    }
}
