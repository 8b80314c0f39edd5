use super::breaker::Breaker;
#[cfg(feature = "remote")]
use crate::crossing::RemoteError;
use crate::error::Error;
use crate::fault::{Fault, FaultKind, FaultSink};
use crate::origin::HookOrigin;
use crate::panic::message;
use crate::point::{FailurePolicy, HookPolicy};
use std::alloc::Layout;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
/// The cold half of a hook in a chain: what is known of it beyond what a call needs.
pub(super) struct HookMeta {
    pub(super) point: &'static str,
    pub(super) origin: HookOrigin,
    pub(super) policy: HookPolicy,
    pub(super) breaker: Arc<Breaker>,
    /// The layout of its future, if it is not a plain method.
    pub(super) layout: Option<Layout>,
    pub(super) sink: FaultSink,
}

impl HookMeta {
    /// Returns whether a failure of the hook lets the operation go on.
    pub(super) fn fails_open(&self) -> bool {
        self.policy.on_failure == FailurePolicy::Open
    }

    /// Makes a fault of the hook.
    pub(super) fn fault(&self, kind: FaultKind, message: String) -> Fault {
        Fault::new(self.point, self.origin, kind, message)
    }

    /// Runs code of the plugin outside of the guard of the pass; a panic is one more fault of the hook.
    pub(super) fn contain(&self, when: &str, run: impl FnOnce()) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
            self.sink.report(self.fault(FaultKind::Panic, format!("{when}: {}", message(payload))));
        }
    }
}

/// Returns the way in which a hook failed that returned an error: if it runs in another process, that says more.
pub(super) fn fault_kind(error: &Error) -> FaultKind {
    #[cfg(feature = "remote")]
    if let Some(remote) = error.downcast_ref::<RemoteError>() {
        return remote.fault_kind();
    }
    let _ = error;
    FaultKind::Error
}
