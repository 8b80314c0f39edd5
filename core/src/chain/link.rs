use super::handler::Bound;
use super::{By, FaultSink, Health};
use crate::plugin::{Manifest, Policy};
use crate::point::HookPoint;
use std::alloc::Layout;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The hooks of one point, for one agent and role, in the order they run.
pub struct Chain<P: HookPoint> {
    pub(super) links: Box<[Link<P>]>,
    /// What the largest future of the chain needs.
    pub(super) layout: Option<Layout>,
}

/// One hook in a chain.
pub(super) struct Link<P: HookPoint> {
    pub(super) bound: Bound<P>,
    pub(super) owner: &'static Manifest,
    pub(super) health: Arc<Health>,
    pub(super) serial: u32,
    pub(super) policy: Policy,
    pub(super) timeout: Duration,
    pub(super) by: By,
    pub(super) layout: Option<Layout>,
    pub(super) sink: FaultSink,
}

impl<P: HookPoint> Chain<P> {
    pub(super) fn new(links: Vec<Link<P>>) -> Self {
        let layout = links
            .iter()
            .filter_map(|link| link.layout)
            .reduce(|a, b| Layout::from_size_align(a.size().max(b.size()), a.align().max(b.align())).unwrap_or(a));
        Self {
            links: links.into(),
            layout,
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
    pub fn hooks(&self) -> impl Iterator<Item = By> + '_ {
        self.links.iter().map(|link| link.by)
    }
}

impl<P: HookPoint> fmt::Debug for Chain<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain<{}> ", P::INFO.name)?;
        f.debug_list().entries(self.hooks()).finish()
    }
}
