use super::handler::{Call, Handler, Waiting};
use crate::cx::Permissions;
use crate::plugin::Instance;
use crate::point::HookPoint;
use std::ptr::NonNull;

/// The hot half of a hook in a chain: a handler and the instance it was made for, with all that a call needs side by
/// side.
pub(in crate::chain) struct HookCall<P: HookPoint> {
    pub(super) call: Call<P>,
    pub(super) this: NonNull<()>,
    pub(super) owner: &'static Permissions,
    /// The serial of the hook, for the watchdog.
    pub(in crate::chain) serial: u32,
    /// Keeps `this` alive.
    _instance: Instance,
}

// SAFETY: `this` is only ever used as a shared reference to the `Send + Sync` instance beside it.
unsafe impl<P: HookPoint> Send for HookCall<P> {}
// SAFETY: as above.
unsafe impl<P: HookPoint> Sync for HookCall<P> {}

impl<P: HookPoint> HookCall<P> {
    /// Joins the two, unless the instance is of another type than the handler was made for.
    pub(in crate::chain) fn new(
        handler: &'static Handler<P>,
        instance: Instance,
        owner: &'static Permissions,
        serial: u32,
    ) -> Option<Self> {
        Some(Self {
            call: handler.call,
            this: (handler.find)(&instance)?,
            owner,
            serial,
            _instance: instance,
        })
    }

    /// Returns how to go on with the hook's future, which waits.
    pub(super) fn waiting(&self) -> Waiting<P> {
        match self.call {
            Call::Later(_, waiting) => waiting,
            Call::Now(_) => unreachable!("a plain function never waits"),
        }
    }
}
