//! Hooks with the smallest body that is of use: the headline.

pub(crate) use plain::Plain;
pub(crate) use ready::Ready;
pub(crate) use waits::Waits;

mod plain {
    family_uses!();
    sixteen!(sync_hooks(Plain Sync Small |look, call| look.small(call)));
}

mod ready {
    family_uses!();
    sixteen!(async_hooks(Ready Async Small |look, call| look.small(call)));
}

mod waits {
    use crate::pause::Pause;

    family_uses!();
    sixteen!(async_hooks(Waits Pending Small |look, call| {
        Pause::default().await;
        look.small(call);
    }));
}
