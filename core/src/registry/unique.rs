//! Whether the names of a list differ, found in one pass: a list without conflicts need not be compared pair by pair,
//! which at compile time costs more than all the rest.

use super::known::Known;
use super::names::{hash, same};

/// The places for names; past half of them, they are compared pair by pair.
const PLACES: usize = 2048;

/// The names that were met, each in the place that its hash says, or in the next one that is free.
struct Met<'a> {
    names: [Option<(&'a str, &'a str)>; PLACES],
    count: usize,
}

impl<'a> Met<'a> {
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
    let mut met = Met { names: [None; PLACES], count: 0 };
    let plugins = known.plugins();
    let mut index = 0;
    while index < plugins.len() {
        let plugin = plugins[index];
        if !met.insert("plugin", plugin.id) {
            return false;
        }
        let mut own = 0;
        while own < plugin.names.len() && !known.is_replaced(plugin) {
            if !met.insert(plugin.names[own].kind.name, plugin.names[own].name) {
                return false;
            }
            own += 1;
        }
        index += 1;
    }
    true
}
