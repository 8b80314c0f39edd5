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
            let node = nodes[next];
            while next > at {
                nodes[next] = nodes[next - 1];
                next -= 1;
            }
            nodes[at] = node;
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

/// Returns how two hooks stand to each other where no constraint speaks: by point, priority, plugin and source.
pub(super) const fn compare_hooks(known: &Known<'_>, a: Node, b: Node) -> Order {
    let (one, other) = (a.decl(known), b.decl(known));
    match compare(one.point.name, other.point.name) {
        Order::Same => {}
        order => return order,
    }
    match compare(one.point.package, other.point.package) {
        Order::Same => {}
        order => return order,
    }
    if one.priority != other.priority {
        return if one.priority > other.priority { Order::Before } else { Order::Behind };
    }
    match compare(a.manifest(known).id, b.manifest(known).id) {
        Order::Same => {}
        order => return order,
    }
    if a.hook < b.hook { Order::Before } else { Order::Behind }
}

/// Returns whether two hooks belong to one point.
pub(super) const fn is_same_point(known: &Known<'_>, a: Node, b: Node) -> bool {
    let (one, other) = (a.decl(known).point, b.decl(known).point);
    same(one.name, other.name) && same(one.package, other.package)
}

/// Sorts hooks by point, and as they would run without constraints: a heap sort, as there is none at compile time.
pub(super) const fn sort_hooks(known: &Known<'_>, nodes: &mut [Node]) {
    let mut root = nodes.len() / 2;
    while root > 0 {
        root -= 1;
        sift(known, nodes, root, nodes.len());
    }
    let mut end = nodes.len();
    while end > 1 {
        end -= 1;
        nodes.swap(0, end);
        sift(known, nodes, 0, end);
    }
}

const fn sift(known: &Known<'_>, nodes: &mut [Node], mut root: usize, end: usize) {
    loop {
        let mut child = 2 * root + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && matches!(compare_hooks(known, nodes[child], nodes[child + 1]), Order::Before) {
            child += 1;
        }
        if !matches!(compare_hooks(known, nodes[root], nodes[child]), Order::Before) {
            return;
        }
        nodes.swap(root, child);
        root = child;
    }
}
