//! Whether the names of a list differ, found in one pass: a list without conflicts need not be compared pair by pair,
//! which at compile time costs more than all the rest.

use super::known::Known;
use super::names::{hash, same};
use crate::plugin::{ContributionName, NameScope};

/// The places for names; past half of them, they are compared pair by pair.
const PLACES: usize = 8192;

/// A hash table of names, each in the place that its hash says, or in the next one that is free.
struct NameTable<'a> {
    names: [Option<(&'a str, &'a str)>; PLACES],
    count: usize,
}

impl<'a> NameTable<'a> {
    /// Takes in a name of a kind; returns whether it is new.
    const fn insert(&mut self, kind: &'a str, name: &'a str) -> bool {
        if self.count == PLACES / 2 {
            return false;
        }
        let mut place = hash(name) % PLACES;
        while let Some((other_kind, other)) = self.names[place] {
            if same(other, name) && same(other_kind, kind) {
                return false;
            }
            place = (place + 1) % PLACES;
        }
        self.names[place] = Some((kind, name));
        self.count += 1;
        true
    }
}

/// Returns whether it is sure that no two plugins have the same id, and no two contributions of a kind the same name.
#[allow(clippy::large_stack_arrays, reason = "it runs at compile time alone")]
pub(super) const fn do_names_differ(known: &Known<'_>) -> bool {
    let mut table = NameTable { names: [None; PLACES], count: 0 };
    let plugins = known.plugins();
    let mut index = 0;
    while index < plugins.len() {
        let plugin = plugins[index];
        if !table.insert("plugin", plugin.id) {
            return false;
        }
        let mut own = 0;
        while own < plugin.names.len() && !known.is_replaced(plugin) {
            let ContributionName { kind, name, .. } = plugin.names[own];
            // The macro sees to the names of one plugin.
            if matches!(kind.scope, NameScope::Binary) && !table.insert(kind.name, name) {
                return false;
            }
            own += 1;
        }
        index += 1;
    }
    true
}
