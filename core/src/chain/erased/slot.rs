use super::call::HookCall;
use super::handler::Call;
use super::lend::Lend;
use super::memory::{FutureMemory, OutsideLayout};
use crate::cx::Cx;
use crate::error::Result;
use crate::point::{HookPoint, Output};
use std::marker::PhantomPinned;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll};

/// The slot in which one hook after the other runs.
pub(in crate::chain) struct HookSlot<'h, 'a, P: HookPoint>
where
    P::Kind: Lend<P>,
{
    /// The hook that waits: its future lies in the memory.
    waiting: Option<&'h HookCall<P>>,
    held: <P::Kind as Lend<P>>::Held<'a>,
    /// A view of the caller's `Cx`, with the owner of the hook that runs.
    cx: ManuallyDrop<Cx>,
    memory: FutureMemory<<P::Kind as Lend<P>>::Inline>,
    _pinned: PhantomPinned,
}

// SAFETY: what the memory holds is a `Send` future (6); the rest is `Send` by itself.
unsafe impl<P: HookPoint> Send for HookSlot<'_, '_, P> where P::Kind: Lend<P> {}

impl<'h, 'a, P: HookPoint> HookSlot<'h, 'a, P>
where
    P::Kind: Lend<P>,
{
    /// Makes a slot for hooks whose futures fit into `outside`, or into the slot itself.
    #[inline]
    pub(in crate::chain) fn new(
        held: <P::Kind as Lend<P>>::Held<'a>,
        cx: &'a Cx,
        outside: OutsideLayout<<P::Kind as Lend<P>>::Inline>,
    ) -> Self {
        // SAFETY: never dropped, and `cx` outlives `'a` (5).
        let mut view = ManuallyDrop::new(unsafe { ptr::read(cx) });
        view.descend();
        Self { waiting: None, held, cx: view, memory: FutureMemory::new(outside), _pinned: PhantomPinned }
    }

    /// Calls a hook: to its end if it is plain or ready at once, else until it first waits.
    #[inline(always)]
    pub(in crate::chain) fn begin(
        self: Pin<&mut Self>,
        hook: &'h HookCall<P>,
        task: &mut Context<'_>,
    ) -> Poll<Result<Output<P>>> {
        // SAFETY: nothing is moved out; the memory stays where it is.
        let slot = unsafe { self.get_unchecked_mut() };
        if slot.waiting.is_some() {
            slot.clear();
        }
        slot.cx.set_owner(hook.owner);
        // SAFETY: the slot is pinned and drops the hook's future before itself, so the view lives long
        // enough (5); no earlier loan is left, because no future is live.
        let (cx, input) = unsafe {
            let cx: &'a Cx = &*ptr::from_ref::<Cx>(&slot.cx);
            (cx, P::Kind::lend(&mut slot.held))
        };
        match hook.call {
            // SAFETY: `HookCall` proves the type (1).
            Call::Now(call) => Poll::Ready(unsafe { call(hook.this, cx, input) }),
            Call::Later(begin, _) => {
                // SAFETY: as above; the memory fits every hook of the chain (3) and is free (4).
                let answer = unsafe { begin(slot.memory.start(), hook.this, cx, input, task) };
                if answer.is_pending() {
                    slot.waiting = Some(hook);
                }
                answer
            }
        }
    }

    /// Polls the hook that waits.
    pub(in crate::chain) fn resume(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<Output<P>>> {
        // SAFETY: nothing is moved out.
        let slot = unsafe { self.get_unchecked_mut() };
        // Should the poll panic, the future is dropped on the way out.
        let hook = slot.waiting.take().expect("a hook waits");
        // SAFETY: it waited, so its future lies in the memory (4).
        let answer = unsafe { (hook.waiting().resume)(slot.memory.start(), task) };
        if answer.is_pending() {
            slot.waiting = Some(hook);
        }
        answer
    }

    /// Returns whether a hook waits.
    #[inline]
    pub(in crate::chain) fn is_live(&self) -> bool {
        self.waiting.is_some()
    }

    /// Drops the hook that waits, if there is one. A panic in its drop passes through.
    pub(in crate::chain) fn abandon(self: Pin<&mut Self>) {
        // SAFETY: nothing is moved out.
        unsafe { self.get_unchecked_mut() }.clear();
    }

    /// Returns the event, unless a hook still has it or the kind only ever reads it.
    pub(in crate::chain) fn event(self: Pin<&mut Self>) -> Option<&mut P::Event> {
        // SAFETY: nothing is moved out.
        let slot = unsafe { self.get_unchecked_mut() };
        if slot.waiting.is_some() {
            return None;
        }
        // SAFETY: no future is live, so no loan is (5).
        unsafe { P::Kind::look(&mut slot.held) }
    }

    #[cold]
    fn clear(&mut self) {
        if let Some(hook) = self.waiting.take() {
            // SAFETY: it waited, so its future lies in the memory (4).
            unsafe { (hook.waiting().drop)(self.memory.start()) }
        }
    }
}

impl<P: HookPoint> Drop for HookSlot<'_, '_, P>
where
    P::Kind: Lend<P>,
{
    #[inline]
    fn drop(&mut self) {
        if self.waiting.is_some() {
            self.clear();
        }
    }
}
