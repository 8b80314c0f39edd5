use hookwire::Cx;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The turns that are being learnt from: what a user has had forgotten meanwhile does not come back with them.
#[derive(Debug, Default)]
pub(crate) struct Learning {
    /// Those that have ended are gone when the next one begins.
    turns: Mutex<Vec<Weak<LearntTurn>>>,
}

/// A turn that is being learnt from.
#[derive(Debug)]
pub(crate) struct LearntTurn {
    owner: Owner,
    is_forgotten: AtomicBool,
}

/// The tenant and the user, as the store tells them apart.
type Owner = (String, Option<String>);

impl Learning {
    pub(crate) fn begin(&self, cx: &Cx) -> Arc<LearntTurn> {
        let turn = Arc::new(LearntTurn { owner: owner(cx), is_forgotten: AtomicBool::new(false) });
        let mut turns = self.lock();
        turns.retain(|turn| turn.strong_count() > 0);
        turns.push(Arc::downgrade(&turn));
        turn
    }

    /// Lets nothing more be learnt from the turns of the user who asks that are being learnt from.
    pub(crate) fn forget(&self, cx: &Cx) {
        let owner = owner(cx);
        for turn in self.lock().iter().filter_map(Weak::upgrade).filter(|turn| turn.owner == owner) {
            turn.is_forgotten.store(true, Ordering::SeqCst);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<LearntTurn>>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LearntTurn {
    pub(crate) fn is_forgotten(&self) -> bool {
        self.is_forgotten.load(Ordering::SeqCst)
    }
}

fn owner(cx: &Cx) -> Owner {
    let who = cx.identity();
    (who.tenant.clone().unwrap_or_default(), who.user.clone())
}
