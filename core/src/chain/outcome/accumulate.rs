use crate::chain::erased::{Inline, Lend};
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::HookPoint;
use crate::trace::StepOutcome;
use std::ops::ControlFlow;

/// How the outputs of hooks that run one after the other become one outcome: for all kinds but wrap.
#[diagnostic::on_unimplemented(
    message = "`{P}` is a wrap point, which is not fired",
    label = "run what its hooks are around: `.wrap::<{P}>(request, &operation)`"
)]
pub trait Accumulate<P: HookPoint>: Lend<P, Inline = Inline> {
    /// The outputs so far.
    type Accumulated: Send;
    /// The outcome of firing the chain.
    type Outcome;
    /// The outcome where a refusal is an error: what a plugin gets that fires a point.
    type Fired;
    /// Starts with nothing.
    #[doc(hidden)]
    fn start() -> Self::Accumulated;
    /// Takes the output of one hook; `Break` if the rest is not called.
    #[doc(hidden)]
    fn push(
        accumulated: &mut Self::Accumulated,
        by: impl FnOnce() -> HookOrigin,
        output: Self::Output,
    ) -> ControlFlow<()>;
    /// Takes the refusal by a hook that failed closed.
    #[doc(hidden)]
    fn refuse(accumulated: &mut Self::Accumulated, by: HookOrigin, refusal: Refused) -> ControlFlow<()>;
    /// Makes the outcome.
    #[doc(hidden)]
    fn finish(accumulated: Self::Accumulated) -> Self::Outcome;
    /// Takes a refusal out of the outcome.
    #[doc(hidden)]
    fn settle(outcome: Self::Outcome) -> Result<Self::Fired, Refused>;
    /// Describes the output of one hook, for a trace.
    #[doc(hidden)]
    fn describe(output: &Self::Output) -> StepOutcome;
}
