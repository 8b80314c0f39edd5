use super::accumulate::Accumulate;
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::{Collect, HookPoint};
use crate::trace::StepOutcome;
use std::ops::ControlFlow;

impl<P: HookPoint> Accumulate<P> for Collect {
    type Accumulated = Result<Vec<P::Outcome>, Refused>;
    type Outcome = Result<Vec<P::Outcome>, Refused>;
    type Fired = Vec<P::Outcome>;

    #[inline]
    fn start() -> Self::Accumulated {
        Ok(Vec::new())
    }

    #[inline]
    fn push(
        accumulated: &mut Self::Accumulated,
        _: impl FnOnce() -> HookOrigin,
        output: Vec<P::Outcome>,
    ) -> ControlFlow<()> {
        if let Ok(items) = accumulated {
            items.extend(output);
        }
        ControlFlow::Continue(())
    }

    fn refuse(accumulated: &mut Self::Accumulated, _: HookOrigin, refusal: Refused) -> ControlFlow<()> {
        *accumulated = Err(refusal);
        ControlFlow::Break(())
    }

    #[inline]
    fn finish(accumulated: Self::Accumulated) -> Self::Outcome {
        accumulated
    }

    fn settle(outcome: Self::Outcome) -> Self::Outcome {
        outcome
    }

    fn describe(output: &Vec<P::Outcome>) -> StepOutcome {
        StepOutcome::Items(output.len())
    }
}
