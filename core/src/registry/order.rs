use super::known::Known;
use super::names;
use super::node::Node;
use super::sort::compare_hooks;
use crate::origin::HookOrigin;
use crate::plugin::{HookDecl, Manifest, SourceLocation};
use crate::point::{KindName, PointInfo};
use serde::Serialize;
use std::fmt;

/// The hooks of one point, over all plugins, in the order in which they run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Order {
    /// The point.
    pub point: &'static PointInfo,
    /// The point's hooks.
    pub hooks: Vec<Placed>,
    /// Pairs whose order nobody has decided, though it decides what they see: edits of equal priority.
    pub ambiguous: Vec<(HookOrigin, HookOrigin)>,
}

/// A hook in its place, with the reason why it stands there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Placed {
    /// The plugin.
    pub plugin: &'static Manifest,
    /// The hook.
    pub hook: &'static HookDecl,
    /// Why it runs after the one before it.
    pub reason: Reason,
}

impl Placed {
    /// Returns who it is.
    pub fn by(&self) -> HookOrigin {
        self.plugin.origin(self.hook)
    }
}

/// Why a hook runs after the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Reason {
    /// Nothing runs before it.
    First,
    /// Its priority is lower.
    Priority {
        /// The other's.
        before: i32,
        /// Its own.
        own: i32,
    },
    /// A constraint says so.
    Constraint {
        /// The plugin it has to wait for.
        after: &'static str,
        /// Where that is written.
        at: SourceLocation,
    },
    /// The operator says so, in `order` of the configuration.
    Operator {
        /// The plugin it has to wait for.
        after: &'static str,
    },
    /// Its plugin's id comes later in the alphabet.
    Id,
    /// It stands further down in its plugin's source.
    Source,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("first"),
            Self::Priority { before, own } => write!(f, "priority {own} < {before}"),
            Self::Constraint { after, at } => write!(f, "after `{after}`, says {at}"),
            Self::Operator { after } => write!(f, "after `{after}`, says the configuration"),
            Self::Id => f.write_str("same priority, by plugin id"),
            Self::Source => f.write_str("same plugin, order of the source"),
        }
    }
}

impl Order {
    /// Explains the order of a point's hooks, which are in order.
    pub(super) fn explain(point: &'static PointInfo, known: &Known<'_>, hooks: &[Node]) -> Self {
        let placed = hooks.iter().enumerate().map(|(index, &node)| Placed {
            plugin: node.manifest(known),
            hook: node.decl(known),
            reason: reason(known, &hooks[..index], node),
        });
        let ambiguous = if point.kind == KindName::Edit { ambiguous(known, hooks) } else { Vec::new() };
        Self { point, hooks: placed.collect(), ambiguous }
    }
}

/// Returns why a hook runs behind those that are done.
fn reason(known: &Known<'_>, done: &[Node], own: Node) -> Reason {
    let Some(&previous) = done.last() else {
        return Reason::First;
    };
    // Held back behind one that would naturally follow: the constraint that was met last is the reason.
    let is_held = matches!(compare_hooks(known, own, previous), names::Order::Before);
    let held = is_held.then(|| done.iter().rev().find_map(|&first| constraint(known, first, own))).flatten();
    if let Some(reason) = held.or_else(|| constraint(known, previous, own)) {
        return reason;
    }
    let (before, this) = (previous.decl(known).priority, own.decl(known).priority);
    if before != this {
        return Reason::Priority { before, own: this };
    }
    if previous.plugin == own.plugin { Reason::Source } else { Reason::Id }
}

/// Returns the constraint that puts one hook before another, if there is one.
fn constraint(known: &Known<'_>, first: Node, second: Node) -> Option<Reason> {
    let (a, b) = (first.manifest(known), second.manifest(known));
    if known.is_moved_before(a.id, b.id) {
        return Some(Reason::Operator { after: a.id });
    }
    let says = |node: Node| Reason::Constraint { after: a.id, at: node.site(known).place };
    if known.means(first.decl(known).before, b) {
        return Some(says(first));
    }
    known.means(second.decl(known).after, a).then(|| says(second))
}

/// Returns the pairs of equal priority that no constraint connects.
fn ambiguous(known: &Known<'_>, hooks: &[Node]) -> Vec<(HookOrigin, HookOrigin)> {
    let origin = |node: Node| node.manifest(known).origin(node.decl(known));
    let pairs = hooks
        .iter()
        .enumerate()
        .flat_map(|(at, &first)| hooks[at + 1..].iter().map(move |&second| (first, second)));
    let open = pairs.filter(|&(first, second)| {
        let equal = first.decl(known).priority == second.decl(known).priority;
        equal && first.plugin != second.plugin && constraint(known, first, second).is_none()
    });
    open.map(|(first, second)| (origin(first), origin(second))).collect()
}
