//! Orders: that in which the hooks of each point run, and that in which plugins start. Computed at compile time by
//! `plugins!`, and at start where there is no list.

use super::known::Known;
use super::names::{Order, compare, same};
use super::node::Node;
use super::site::{Site, Sites};
use crate::plugin::{HookDecl, Manifest};

impl Node {
    pub(super) const fn manifest(self, known: &Known<'_>) -> &'static Manifest {
        known.plugins()[self.plugin]
    }

    pub(super) const fn decl(self, known: &Known<'_>) -> &'static HookDecl {
        &self.manifest(known).hooks[self.hook]
    }

    pub(super) const fn site(self, known: &Known<'_>) -> Site {
        Site::at(self.manifest(known), self.decl(known).line)
    }
}

/// What is put in order.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    /// Hooks of one point, as they run.
    Hooks,
    /// Plugins, as they start.
    Plugins,
}

impl Subject {
    /// Returns whether a constraint says that one node comes before another.
    pub(super) const fn is_before(self, known: &Known<'_>, first: Node, second: Node) -> bool {
        let (a, b) = (first.manifest(known), second.manifest(known));
        match self {
            Self::Plugins => known.means(b.after, a),
            Self::Hooks => {
                known.means(first.decl(known).before, b)
                    || known.means(second.decl(known).after, a)
                    || known.is_moved_before(a.id, b.id)
            }
        }
    }

    /// Returns whether a node says anything of its neighbours: most say nothing, and need not be compared.
    const fn is_bound(self, known: &Known<'_>, node: Node) -> bool {
        match self {
            Self::Plugins => !node.manifest(known).after.is_empty(),
            Self::Hooks => {
                let decl = node.decl(known);
                !decl.before.is_empty() || !decl.after.is_empty() || known.has_moves()
            }
        }
    }

    const fn is_free(self, known: &Known<'_>, nodes: &[Node], own: usize, from: usize) -> bool {
        let mut other = from;
        while other < nodes.len() {
            if other != own && self.is_before(known, nodes[other], nodes[own]) {
                return false;
            }
            other += 1;
        }
        true
    }

    /// Moves nodes so that they keep to the constraints; of those that may come next the first does.
    ///
    /// Returns where it got stuck, behind which all nodes wait for each other.
    pub(super) const fn arrange(self, known: &Known<'_>, nodes: &mut [Node]) -> Option<usize> {
        let mut bound = 0;
        while bound < nodes.len() && !self.is_bound(known, nodes[bound]) {
            bound += 1;
        }
        if bound == nodes.len() {
            return None;
        }
        let mut at = 0;
        while at < nodes.len() {
            let mut next = at;
            while next < nodes.len() && !self.is_free(known, nodes, next, at) {
                next += 1;
            }
            if next == nodes.len() {
                return Some(at);
            }
            move_back(nodes, next, at);
            at += 1;
        }
        None
    }

    /// Returns a circle among nodes that wait for each other, each before the next.
    pub(super) const fn circle(self, known: &Known<'_>, stuck: &[Node]) -> Sites {
        // Back from node to node as often as there are nodes: then it goes round.
        let mut start = 0;
        let mut step = 0;
        while step < stuck.len() {
            start = self.waits_for(known, stuck, start);
            step += 1;
        }
        let mut sites = Sites::EMPTY;
        let mut back = start;
        let mut length = 0;
        loop {
            back = self.waits_for(known, stuck, back);
            length += 1;
            if back == start {
                break;
            }
        }
        // Forwards: the node that is `length` steps back comes first.
        while length > 0 {
            let mut node = start;
            let mut step = 0;
            while step < length {
                node = self.waits_for(known, stuck, node);
                step += 1;
            }
            sites.push(match self {
                Self::Hooks => stuck[node].site(known),
                Self::Plugins => Site::of(stuck[node].manifest(known)),
            });
            length -= 1;
        }
        sites
    }

    /// Returns the first node that one waits for.
    const fn waits_for(self, known: &Known<'_>, stuck: &[Node], own: usize) -> usize {
        let mut other = 0;
        while other < stuck.len() {
            if other != own && self.is_before(known, stuck[other], stuck[own]) {
                return other;
            }
            other += 1;
        }
        own
    }
}

/// Returns how two hooks of one point stand to each other where no constraint speaks: by priority, plugin and source.
pub(super) const fn compare_hooks(known: &Known<'_>, a: Node, b: Node) -> Order {
    let (one, other) = (a.decl(known), b.decl(known));
    if one.priority != other.priority {
        return if one.priority > other.priority { Order::Before } else { Order::Behind };
    }
    match compare(a.manifest(known).id, b.manifest(known).id) {
        Order::Same => {}
        order => return order,
    }
    if a.hook < b.hook { Order::Before } else { Order::Behind }
}

/// Moves the hooks that belong to the point of one of them behind it, as they come, and returns where they end.
pub(super) const fn gather_point(known: &Known<'_>, hooks: &mut [Node], first: usize) -> usize {
    let mut end = first + 1;
    let mut at = end;
    while at < hooks.len() {
        if is_same_point(known, hooks[first], hooks[at]) {
            move_back(hooks, at, end);
            end += 1;
        }
        at += 1;
    }
    end
}

const fn is_same_point(known: &Known<'_>, a: Node, b: Node) -> bool {
    let (one, other) = (a.decl(known).point, b.decl(known).point);
    same(one.name, other.name) && same(one.package, other.package)
}

/// Sorts the hooks of a point by priority; those of equal priority stay as they come.
///
/// It looks for each hook's place by halves: at compile time comparing costs more than moving.
pub(super) const fn sort_by_priority(known: &Known<'_>, hooks: &mut [Node]) {
    let mut at = 1;
    while at < hooks.len() {
        let priority = hooks[at].decl(known).priority;
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = usize::midpoint(low, high);
            if hooks[middle].decl(known).priority < priority {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        move_back(hooks, at, low);
        at += 1;
    }
}

/// Moves a node to a place before it; those between make room.
const fn move_back(nodes: &mut [Node], mut from: usize, to: usize) {
    let node = nodes[from];
    while from > to {
        nodes[from] = nodes[from - 1];
        from -= 1;
    }
    nodes[to] = node;
}
