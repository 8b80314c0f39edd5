use crate::chain::chain::Chain;
use crate::chain::erased::{HookSlot, Lend};
use crate::chain::meta::HookMeta;
use crate::chain::outcome::Accumulate;
use crate::chain::timer::HookTimer;
use crate::cx::Cx;
use crate::point::HookPoint;
use crate::trace::{Snapshot, Trace};
use crate::watchdog::CallBudget;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::time::{Duration, Instant};
use tracing::Span;

pin_project! {
    /// A pass over a chain that has hooks to call.
    ///
    /// There is one guard for the whole pass, not one for each hook: `at` says which hook a panic came from,
    /// and the pass goes on behind it.
    #[project = Running]
    pub(in crate::chain) struct Pass<'h, 'a, P: HookPoint>
    where
        P::Kind: Accumulate<P>,
    {
        pub(in crate::chain) chain: &'h Chain<P>,
        pub(in crate::chain) at: usize,
        #[pin]
        pub(in crate::chain) slot: HookSlot<'h, 'a, P>,
        pub(in crate::chain) accumulated: <P::Kind as Accumulate<P>>::Accumulated,
        pub(in crate::chain) trace: Option<&'a Trace>,
        // Grouped so that the hot path checks one `Option`.
        #[pin]
        pub(in crate::chain) cold: Option<ColdState<P::Event>>,
    }

    impl<P: HookPoint> PinnedDrop for Pass<'_, '_, P>
    where
        P::Kind: Accumulate<P>,
    {
        #[inline]
        fn drop(this: Pin<&mut Self>) {
            if this.slot.is_live() {
                this.project().cancel();
            }
        }
    }
}

pin_project! {
    /// The state of a pass in which a hook waits, may have to be undone, or is recorded.
    pub(in crate::chain) struct ColdState<E> {
        #[pin]
        pub(super) timer: HookTimer,
        pub(super) record: Option<Box<HookRecord<E>>>,
        pub(super) snapshot: Snapshot,
        // Of the hook that waits, if it has one. Boxed, as it is rare and every pass has room for it.
        pub(super) budget: Option<Box<CallBudget>>,
    }
}

/// The call of one hook that may have to be undone or is recorded.
pub(super) struct HookRecord<E> {
    /// The event before the call, where a failure would restore it.
    pub(super) before: Option<E>,
    pub(super) since: Instant,
    pub(super) span: Span,
}

impl<E> HookRecord<E> {
    pub(super) fn new(before: Option<E>, span: Span) -> Self {
        Self { before, since: Instant::now(), span }
    }
}

impl<'h, 'a, P: HookPoint> Pass<'h, 'a, P>
where
    P::Kind: Accumulate<P>,
{
    #[inline]
    pub(in crate::chain) fn new(
        chain: &'h Chain<P>,
        held: <P::Kind as Lend<P>>::Held<'a>,
        cx: &'a Cx,
    ) -> Self {
        Self {
            chain,
            at: 0,
            slot: HookSlot::new(held, cx, chain.outside),
            accumulated: P::Kind::start(),
            trace: cx.trace(),
            cold: None,
        }
    }
}

impl<'h, P: HookPoint> Running<'_, 'h, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Returns the cold half of the hook at `at`.
    pub(super) fn meta(&self) -> &'h HookMeta {
        &self.chain.metas[*self.at]
    }

    pub(super) fn cold(&mut self) -> Pin<&mut ColdState<P::Event>> {
        if self.cold.is_none() {
            let (timer, snapshot) = (HookTimer::new(), Snapshot::default());
            self.cold.set(Some(ColdState { timer, record: None, snapshot, budget: None }));
        }
        self.cold.as_mut().as_pin_mut().expect("it was set above")
    }

    pub(super) fn disarm(&mut self) {
        if let Some(cold) = self.cold.as_mut().as_pin_mut() {
            let cold = cold.project();
            cold.timer.disarm();
            *cold.budget = None;
        }
    }

    pub(super) fn has_budget(&self) -> bool {
        self.cold.as_ref().as_pin_ref().is_some_and(|cold| cold.get_ref().budget.is_some())
    }

    /// Notes what a poll of the hook that waits took of its budget.
    pub(super) fn spend(&mut self, since: Instant) {
        if let Some(budget) = self.cold().project().budget {
            budget.spend(since, Duration::ZERO);
        }
    }

    pub(super) fn take_record(&mut self) -> Option<Box<HookRecord<P::Event>>> {
        self.cold.as_mut().as_pin_mut()?.project().record.take()
    }
}
