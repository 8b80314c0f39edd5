use crate::config::Problem;
use crate::registry::{Conflicts, Registry};
use hookwire_text::suggest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the operator says of the order of hooks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrderSettings {
    /// What happens where the order of two edits is decided by nothing but the ids of their plugins.
    pub ambiguous: AmbiguousOrder,
    /// The places of plugins' hooks, by the plugin's id: at each point where both plugins have hooks.
    pub hooks: BTreeMap<String, OrderOverride>,
}

/// The place of a plugin's hooks among those of others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub struct OrderOverride {
    /// The ids of plugins whose hooks run later.
    pub before: Vec<String>,
    /// The ids of plugins whose hooks run earlier.
    pub after: Vec<String>,
}

/// What happens where the order of two edits is decided by nothing but the ids of their plugins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum AmbiguousOrder {
    /// `hooks` and `doctor` tell of it.
    #[default]
    Tell,
    /// Nothing.
    Allow,
}

impl OrderSettings {
    /// Returns the registry with its hooks in the order that is wanted; none, if nothing is moved.
    pub fn apply(&self, registry: &Registry) -> Result<Option<Registry>, Conflicts> {
        let pairs = self.pairs(registry);
        if pairs.is_empty() { Ok(None) } else { registry.reordered(&pairs).map(Some) }
    }

    /// Returns the problems: plugins that do not exist, and places that contradict each other or the plugins.
    pub(super) fn check(&self, registry: &Registry) -> Vec<Problem> {
        let keys = self.hooks.keys().map(|id| (vec!["order".into(), "hooks".into(), id.clone()], id));
        let named = self.hooks.iter().flat_map(|(id, place)| {
            let path = move |key: &str| vec!["order".into(), "hooks".into(), id.clone(), key.into()];
            let before = place.before.iter().map(move |other| (path("before"), other));
            before.chain(place.after.iter().map(move |other| (path("after"), other)))
        });
        let unknown = keys.chain(named).filter(|(_, id)| !registry.knows(id));
        let ids = || registry.plugins().iter().map(|plugin| plugin.id);
        let mut problems: Vec<_> = unknown
            .map(|(path, id)| Problem { path, message: suggest::unknown("plugin", id, ids()) })
            .collect();
        problems.extend(self.hooks.iter().filter_map(|(id, place)| {
            let is_same = |other: &&String| registry.stands_in(other) == registry.stands_in(id);
            let other = place.before.iter().chain(&place.after).find(is_same)?;
            let path = vec!["order".into(), "hooks".into(), id.clone()];
            Some(Problem {
                path,
                message: format!("`{id}` cannot be put in order with itself, which `{other}` is"),
            })
        }));
        if problems.is_empty()
            && let Err(conflicts) = self.apply(registry)
        {
            problems.push(Problem { path: vec!["order".into()], message: conflicts.to_string() });
        }
        problems
    }

    /// Returns pairs of ids, of which the first plugin's hooks run before those of the second.
    fn pairs<'s>(&'s self, registry: &'s Registry) -> Vec<(&'s str, &'s str)> {
        let pairs = self.hooks.iter().flat_map(|(id, place)| {
            let before = place.before.iter().map(move |other| (&**id, &**other));
            before.chain(place.after.iter().map(move |other| (&**other, &**id)))
        });
        pairs.map(|(first, second)| (registry.stands_in(first), registry.stands_in(second))).collect()
    }
}
