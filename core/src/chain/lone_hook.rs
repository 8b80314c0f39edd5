use super::erased::{Handler, HookCall, HookSlot, Lend, OutsideLayout};
use crate::crossing::RemoteError;
use crate::cx::{Cx, Permissions};
use crate::panic::message;
use crate::plugin::Instance;
use crate::point::{HookPoint, Input, Output};
use std::alloc::Layout;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// One hook by itself, called without a policy: by a process that serves another one, which has the policy.
pub(crate) struct LoneHook<P: HookPoint> {
    call: HookCall<P>,
    /// The layout of its future, if it is not a plain method.
    layout: Option<Layout>,
}

impl<P: HookPoint> LoneHook<P>
where
    P::Kind: Lend<P>,
{
    /// Joins a handler and an instance, unless they are of two types.
    pub(crate) fn new(
        handler: &'static Handler<P>,
        instance: Instance,
        owner: &'static Permissions,
    ) -> Option<Self> {
        // No watchdog looks at this process.
        let serial = 0;
        Some(Self { call: HookCall::new(handler, instance, owner, serial)?, layout: handler.layout() })
    }

    /// Calls the hook; a panic of it is an error, in its drop as well.
    pub(crate) async fn call<'a>(&self, input: Input<'a, P>, cx: &'a Cx) -> Result<Output<P>, RemoteError> {
        let slot = HookSlot::new(P::Kind::hold(input), cx, OutsideLayout::of(self.layout.into_iter()));
        let slot = pin!(slot);
        let mut running = Running { hook: &self.call, slot, is_begun: false };
        poll_fn(|task| running.poll(task)).await
    }
}

/// A lone hook while it runs.
struct Running<'s, 'h, 'a, P: HookPoint>
where
    P::Kind: Lend<P>,
{
    hook: &'h HookCall<P>,
    slot: Pin<&'s mut HookSlot<'h, 'a, P>>,
    is_begun: bool,
}

impl<P: HookPoint> Running<'_, '_, '_, P>
where
    P::Kind: Lend<P>,
{
    fn poll(&mut self, task: &mut Context<'_>) -> Poll<Result<Output<P>, RemoteError>> {
        match catch_unwind(AssertUnwindSafe(|| self.drive(task))) {
            Ok(polled) => polled.map_err(|error| RemoteError::of(&error)),
            Err(payload) => Poll::Ready(Err(RemoteError::Panicked { message: message(payload) })),
        }
    }

    fn drive(&mut self, task: &mut Context<'_>) -> Poll<crate::Result<Output<P>>> {
        if self.is_begun {
            return self.slot.as_mut().resume(task);
        }
        self.is_begun = true;
        self.slot.as_mut().begin(self.hook, task)
    }
}

impl<P: HookPoint> Drop for Running<'_, '_, '_, P>
where
    P::Kind: Lend<P>,
{
    fn drop(&mut self) {
        if self.slot.is_live()
            && let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.slot.as_mut().abandon()))
        {
            tracing::warn!(
                "a hook at `{}` panicked while it was dropped: {}",
                P::INFO.name,
                message(payload)
            );
        }
    }
}
