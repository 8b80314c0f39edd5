use super::brought::Contributions;
use crate::chain::{Accumulate, Chain, Erased, Fire, HookBinding, Inmost, Lend, operate};
use crate::cx::Cx;
use crate::error::Result;
use crate::lock;
use crate::plugin::{Instance, Manifest};
use crate::point::{HookPoint, PointInfo, Wrap};
use std::fmt;
use std::sync::{Arc, RwLock};

/// All chains, and what else plugins bring, for one agent and role, built once and never changed.
#[derive(Clone, Default)]
pub struct Wiring {
    /// By the points' ordinals.
    chains: Arc<[Option<Erased>]>,
    pub(super) brought: Arc<Contributions>,
}

impl fmt::Debug for Wiring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chains = self.chains.iter().flatten().count();
        write!(f, "Wiring ({chains} chains, {} tools)", self.brought.tools.len())
    }
}

impl Wiring {
    pub(super) fn new(
        points: impl Iterator<Item = (&'static PointInfo, Vec<HookBinding>)>,
        members: &[(&'static Manifest, Instance)],
    ) -> Self {
        let mut chains = Vec::new();
        for (point, wires) in points.filter(|(_, wires)| !wires.is_empty()) {
            let index = point.ordinal.index();
            if chains.len() <= index {
                chains.resize_with(index + 1, || None);
            }
            chains[index] = Some((point.assemble)(wires));
        }
        Self { chains: chains.into(), brought: Arc::new(Contributions::of(members)) }
    }

    /// Returns the chain of a point, unless nobody hooks it.
    #[inline]
    pub fn chain<P: HookPoint>(&self) -> Option<&Chain<P>> {
        self.chains.get(P::INFO.ordinal.index())?.as_ref()?.chain()
    }

    /// Fires a point: the one place where hooks of a sequence are called.
    #[inline]
    pub fn fire<'h, 'a, P>(
        &'h self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> Fire<'h, 'a, P>
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        Fire::new(self.chain::<P>(), event.into(), cx)
    }

    /// Fires a sync point, where nobody can wait.
    #[inline]
    pub fn fire_now<'a, P>(
        &self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> <P::Kind as Accumulate<P>>::Outcome
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        match self.chain::<P>() {
            Some(chain) => chain.run_now(event, cx),
            None => P::Kind::finish(P::Kind::start()),
        }
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        cx: &Cx,
        operation: &Inmost<'_, P>,
    ) -> Result<P::Outcome> {
        match self.chain::<P>() {
            Some(chain) => chain.wrap(request, cx, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }
}

/// Where a `Cx` takes its wiring from.
#[derive(Clone)]
pub(crate) enum Source {
    /// A request keeps the wiring it began with.
    Fixed(Wiring),
    /// What a plugin keeps from its start sees each new wiring.
    Current(Arc<RwLock<Option<Wiring>>>),
}

impl Source {
    pub(crate) fn wiring(&self) -> Option<Wiring> {
        match self {
            Self::Fixed(wiring) => Some(wiring.clone()),
            Self::Current(wiring) => lock::read(wiring).clone(),
        }
    }
}
