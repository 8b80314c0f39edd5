use super::accumulate::Accumulate;
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::{Answer, HookPoint};
use crate::trace::StepOutcome;
use serde::Serialize;
use std::ops::ControlFlow;

/// An answer, with the hook that gave it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Answered<A> {
    /// The hook that answered.
    pub by: HookOrigin,
    /// The answer.
    pub answer: A,
}

impl<P: HookPoint> Accumulate<P> for Answer {
    type Accumulated = Result<Option<Answered<P::Outcome>>, Refused>;
    type Outcome = Result<Option<Answered<P::Outcome>>, Refused>;
    type Fired = Option<Answered<P::Outcome>>;

    #[inline]
    fn start() -> Self::Accumulated {
        Ok(None)
    }

    #[inline]
    fn push(
        accumulated: &mut Self::Accumulated,
        by: impl FnOnce() -> HookOrigin,
        output: Option<P::Outcome>,
    ) -> ControlFlow<()> {
        let Some(answer) = output else {
            return ControlFlow::Continue(());
        };
        *accumulated = Ok(Some(Answered { by: by(), answer }));
        ControlFlow::Break(())
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

    fn describe(output: &Option<P::Outcome>) -> StepOutcome {
        output.as_ref().map_or(StepOutcome::NoAnswer, |_| StepOutcome::Answered)
    }
}
