use super::Breaker;
use super::handler::{HookCall, Inline, Outside};
use crate::fault::FaultSink;
use crate::origin::HookOrigin;
use crate::point::{FailurePolicy, HookPoint, Kind, KindName};
use std::alloc::Layout;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

/// The hooks of one point, for one agent and role, in the order they run.
pub struct Chain<P: HookPoint> {
    /// What calling them needs, close together.
    pub(super) bound: Box<[HookCall<P>]>,
    /// What else is known of them.
    pub(super) links: Box<[HookMeta]>,
    /// Whether some hook may fail and leave the event as it was.
    pub(super) restores: bool,
    /// How many hooks of the live set are not well.
    pub(super) unwell: Arc<AtomicU32>,
    /// What the largest future of the chain needs, if it does not fit into the chain's own.
    pub(super) outside: Outside<Inline>,
}

/// One hook in a chain.
pub(super) struct HookMeta {
    pub(super) health: Arc<Breaker>,
    pub(super) policy: FailurePolicy,
    pub(super) timeout: Duration,
    pub(super) by: HookOrigin,
    pub(super) layout: Option<Layout>,
    pub(super) sink: FaultSink,
}

impl<P: HookPoint> Chain<P> {
    pub(super) fn new(bound: Vec<HookCall<P>>, links: Vec<HookMeta>, unwell: Arc<AtomicU32>) -> Self {
        let edits = matches!(P::Kind::NAME, KindName::Edit);
        Self {
            restores: edits && links.iter().any(|link| link.policy == FailurePolicy::Open),
            bound: bound.into(),
            outside: Outside::of(links.iter().filter_map(|link| link.layout)),
            links: links.into(),
            unwell,
        }
    }

    /// Returns how many hooks run.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Returns whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Returns the hooks in the order they run.
    pub fn hooks(&self) -> impl Iterator<Item = HookOrigin> + '_ {
        self.links.iter().map(|link| link.by)
    }
}

impl<P: HookPoint> fmt::Debug for Chain<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain<{}> ", P::INFO.name)?;
        f.debug_list().entries(self.hooks()).finish()
    }
}
