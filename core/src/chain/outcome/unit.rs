use super::accumulate::Accumulate;
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::{Edit, HookPoint, Observe};
use crate::trace::StepOutcome;
use std::ops::ControlFlow;

/// Kinds without an output: the first refusal is kept, and `$then` says whether the rest is called.
macro_rules! unit {
    ($kind:ty, $then:expr, $described:expr) => {
        impl<P: HookPoint> Accumulate<P> for $kind {
            type Accumulated = Option<Refused>;
            type Outcome = Result<(), Refused>;
            type Fired = ();

            #[inline]
            fn start() -> Self::Accumulated {
                None
            }

            #[inline]
            fn push(_: &mut Option<Refused>, _: impl FnOnce() -> HookOrigin, (): ()) -> ControlFlow<()> {
                ControlFlow::Continue(())
            }

            fn refuse(accumulated: &mut Option<Refused>, _: HookOrigin, refusal: Refused) -> ControlFlow<()> {
                accumulated.get_or_insert(refusal);
                $then
            }

            #[inline]
            fn finish(accumulated: Option<Refused>) -> Result<(), Refused> {
                accumulated.map_or(Ok(()), Err)
            }

            fn settle(outcome: Self::Outcome) -> Result<(), Refused> {
                outcome
            }

            fn describe((): &()) -> StepOutcome {
                $described
            }
        }
    };
}
unit!(Observe, ControlFlow::Continue(()), StepOutcome::Seen);
unit!(Edit, ControlFlow::Break(()), StepOutcome::Passed);
