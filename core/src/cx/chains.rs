use crate::lock;
use std::any::Any;
use std::sync::{Arc, RwLock};

/// The chains of all points, as a context sees them: by number, with their types forgotten.
pub trait Chains: Any + Send + Sync {
    /// Returns the chain of the point that has this [`Ordinal`](crate::point::Ordinal), unless nobody hooks it.
    fn chain(&self, ordinal: usize) -> Option<&(dyn Any + Send + Sync)>;
}

/// The chains that hold at the moment, for contexts that belong to no request.
#[derive(Clone, Default)]
pub(crate) struct CurrentChains(Arc<RwLock<Option<Arc<dyn Chains>>>>);

impl CurrentChains {
    pub(crate) fn set(&self, chains: Arc<dyn Chains>) {
        let old = lock::write(&self.0).replace(chains);
        // Behind the lock: what plugins drop with it may look for the chains.
        drop(old);
    }

    /// Lets go of the chains, whose plugins may have contexts that hold them.
    pub(crate) fn clear(&self) {
        let old = lock::write(&self.0).take();
        drop(old);
    }
}

/// The place that a context takes its chains from.
#[derive(Clone)]
pub(super) enum ChainsSource {
    /// A request keeps the chains it began with.
    Fixed(Arc<dyn Chains>),
    /// A context that a plugin keeps from its start sees each new set.
    Current(CurrentChains),
}

impl ChainsSource {
    /// Returns the chains; `None` before all plugins have started.
    pub(super) fn chains(&self) -> Option<HeldChains<'_>> {
        match self {
            Self::Fixed(chains) => Some(HeldChains::Borrowed(&**chains)),
            Self::Current(current) => lock::read(&current.0).clone().map(HeldChains::Owned),
        }
    }
}

/// The chains to fire at: those of a request live as long as its context.
pub(crate) enum HeldChains<'a> {
    Borrowed(&'a dyn Chains),
    Owned(Arc<dyn Chains>),
}

impl HeldChains<'_> {
    pub(crate) fn as_dyn(&self) -> &dyn Chains {
        match self {
            Self::Borrowed(chains) => *chains,
            Self::Owned(chains) => &**chains,
        }
    }
}
