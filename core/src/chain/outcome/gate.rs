use super::accumulate::Accumulate;
use super::ruling::Ruling;
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::{Gate, HookPoint, Verdict};
use crate::trace::StepOutcome;
use std::ops::ControlFlow;

impl<P: HookPoint> Accumulate<P> for Gate {
    type Accumulated = Ruling;
    type Outcome = Ruling;
    type Fired = Ruling;

    #[inline]
    fn start() -> Self::Accumulated {
        Ruling::default()
    }

    #[inline]
    fn push(ruling: &mut Ruling, by: impl FnOnce() -> HookOrigin, verdict: Verdict) -> ControlFlow<()> {
        if !matches!(verdict, Verdict::Allow) {
            ruling.push(by(), verdict);
        }
        ControlFlow::Continue(())
    }

    fn refuse(ruling: &mut Ruling, by: HookOrigin, refusal: Refused) -> ControlFlow<()> {
        let fault = refusal.fault();
        let verdict = Verdict::Deny(format!("its gate {}: {}", fault.kind, fault.message));
        ruling.push(by, verdict);
        ControlFlow::Continue(())
    }

    #[inline]
    fn finish(ruling: Ruling) -> Ruling {
        ruling
    }

    fn settle(ruling: Ruling) -> Result<Ruling, Refused> {
        Ok(ruling)
    }

    fn describe(verdict: &Verdict) -> StepOutcome {
        match verdict {
            Verdict::Allow => StepOutcome::Allow,
            Verdict::Ask(reason) => StepOutcome::Ask(reason.clone()),
            Verdict::Deny(reason) => StepOutcome::Deny(reason.clone()),
        }
    }
}
