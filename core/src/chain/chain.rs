use super::erased::{HookCall, Inline, OutsideLayout};
use super::meta::HookMeta;
use crate::origin::HookOrigin;
use crate::point::{HookPoint, Kind, KindName};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The hooks of one point, for one agent and role, in the order they run.
pub struct Chain<P: HookPoint> {
    /// What calling the hooks needs, close together.
    pub(super) calls: Box<[HookCall<P>]>,
    /// What else is known of the hooks.
    pub(super) metas: Box<[HookMeta]>,
    /// Whether some hook may fail and leave the event as it was.
    pub(super) restores: bool,
    /// The number of breakers of the point that have counted a failure or are tripped.
    failing: Arc<AtomicU32>,
    /// The layout for the largest future of the chain, if it does not fit into the chain's own.
    pub(super) outside: OutsideLayout<Inline>,
}

impl<P: HookPoint> Chain<P> {
    pub(super) fn new(calls: Vec<HookCall<P>>, metas: Vec<HookMeta>) -> Self
    where
        P::Kind: Kind<P>,
    {
        let edits = matches!(P::Kind::NAME, KindName::Edit);
        Self {
            restores: edits && metas.iter().any(HookMeta::fails_open),
            calls: calls.into(),
            outside: OutsideLayout::of(metas.iter().filter_map(|meta| meta.layout)),
            failing: metas.first().map(|meta| meta.breaker.failing()).unwrap_or_default(),
            metas: metas.into(),
        }
    }

    /// Returns the number of hooks.
    pub fn len(&self) -> usize {
        self.metas.len()
    }

    /// Returns whether there is no hook.
    pub fn is_empty(&self) -> bool {
        self.metas.is_empty()
    }

    /// Returns the hooks in the order they run.
    pub fn hooks(&self) -> impl Iterator<Item = HookOrigin> + '_ {
        self.metas.iter().map(|meta| meta.origin)
    }

    /// Returns whether some breaker of the point has counted a failure or is tripped.
    #[inline]
    pub(super) fn has_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed) > 0
    }
}

impl<P: HookPoint> fmt::Debug for Chain<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain<{}> ", P::INFO.name)?;
        f.debug_list().entries(self.hooks()).finish()
    }
}
