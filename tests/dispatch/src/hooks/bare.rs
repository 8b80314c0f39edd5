//! Hooks whose body is all but nothing: the harshest comparison.

pub(crate) use plain::Plain;
pub(crate) use ready::Ready;
pub(crate) use waits::Waits;

mod plain {
    family_uses!();
    sixteen!(sync_hooks(Plain Sync Bare |look, call| look.bare(call)));
}

mod ready {
    family_uses!();
    sixteen!(async_hooks(Ready Async Bare |look, call| look.bare(call)));
}

mod waits {
    use crate::pause::Pause;

    family_uses!();
    sixteen!(async_hooks(Waits Pending Bare |look, call| {
        Pause::default().await;
        look.bare(call);
    }));
}
