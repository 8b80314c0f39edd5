use super::handler::{Inline, Lend};
use crate::fault::Refused;
use crate::origin::HookOrigin;
use crate::point::{Answer, Collect, Edit, Gate, HookPoint, Observe, Verdict};
use serde::Serialize;
use std::borrow::Cow;
use std::ops::ControlFlow;

/// How the hooks of a kind that run one after the other make one result: all kinds but wrap.
pub trait Accumulate<P: HookPoint>: Lend<P, Inline = Inline> {
    /// What has come together so far.
    type Gathered: Send;
    /// What firing the chain returns.
    type Outcome;
    /// Starts with nothing.
    #[doc(hidden)]
    fn start() -> Self::Gathered;
    /// Takes what one hook returned; `Break` if the rest is not called.
    #[doc(hidden)]
    fn gather(
        gathered: &mut Self::Gathered,
        by: impl FnOnce() -> HookOrigin,
        output: Self::Output,
    ) -> ControlFlow<()>;
    /// Takes the refusal of a hook that failed closed.
    #[doc(hidden)]
    fn refuse(gathered: &mut Self::Gathered, by: HookOrigin, refusal: Refused) -> ControlFlow<()>;
    /// Makes the result.
    #[doc(hidden)]
    fn finish(gathered: Self::Gathered) -> Self::Outcome;
    /// Puts what a hook returned into a word or two, for a trace.
    #[doc(hidden)]
    fn show(output: &Self::Output) -> Cow<'static, str>;
}

// ===== Observe and edit =====

/// Kinds that make nothing: the first refusal is kept, and `$then` says whether the rest is called.
macro_rules! silent {
    ($kind:ty, $then:expr, $shown:literal) => {
        impl<P: HookPoint> Accumulate<P> for $kind {
            type Gathered = Option<Refused>;
            type Outcome = Result<(), Refused>;

            #[inline]
            fn start() -> Self::Gathered {
                None
            }

            #[inline]
            fn gather(_: &mut Option<Refused>, _: impl FnOnce() -> HookOrigin, (): ()) -> ControlFlow<()> {
                ControlFlow::Continue(())
            }

            fn refuse(gathered: &mut Option<Refused>, _: HookOrigin, refusal: Refused) -> ControlFlow<()> {
                gathered.get_or_insert(refusal);
                $then
            }

            #[inline]
            fn finish(gathered: Option<Refused>) -> Result<(), Refused> {
                gathered.map_or(Ok(()), Err)
            }

            fn show((): &()) -> Cow<'static, str> {
                $shown.into()
            }
        }
    };
}
silent!(Observe, ControlFlow::Continue(()), "seen");
silent!(Edit, ControlFlow::Break(()), "passed");

// ===== Gate =====

/// What all gates together decided, with every reason.
#[derive(Debug, Default, Serialize)]
#[must_use = "a ruling that is not looked at decides nothing"]
pub struct Ruling {
    opinions: Vec<Opinion>,
}

/// What one gate said against an operation, or with which reservation.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Opinion {
    /// Who said it.
    pub by: HookOrigin,
    /// What they said; never `Allow`.
    pub verdict: Verdict,
}

impl Ruling {
    /// Returns the strongest verdict, with all reasons of that strength and who gave them.
    pub fn verdict(&self) -> Verdict {
        if self.is_denied() {
            Verdict::Deny(self.reasons(|verdict| matches!(verdict, Verdict::Deny(_))))
        } else if self.opinions.is_empty() {
            Verdict::Allow
        } else {
            Verdict::Ask(self.reasons(|_| true))
        }
    }

    /// Returns whether every gate allowed it.
    pub fn is_allowed(&self) -> bool {
        self.opinions.is_empty()
    }

    /// Returns whether some gate denied it.
    pub fn is_denied(&self) -> bool {
        let deny = |opinion: &Opinion| matches!(opinion.verdict, Verdict::Deny(_));
        self.opinions.iter().any(deny)
    }

    /// Returns everything but consent, in the order of the chain.
    pub fn opinions(&self) -> &[Opinion] {
        &self.opinions
    }

    fn reasons(&self, wanted: impl Fn(&Verdict) -> bool) -> String {
        let named = self.opinions.iter().filter(|opinion| wanted(&opinion.verdict));
        let named = named.map(|Opinion { by, verdict }| match verdict {
            Verdict::Allow => String::new(),
            Verdict::Ask(reason) | Verdict::Deny(reason) => format!("`{}`: {reason}", by.plugin),
        });
        named.collect::<Vec<_>>().join("; ")
    }
}

impl<P: HookPoint> Accumulate<P> for Gate {
    type Gathered = Ruling;
    type Outcome = Ruling;

    #[inline]
    fn start() -> Self::Gathered {
        Ruling::default()
    }

    #[inline]
    fn gather(ruling: &mut Ruling, by: impl FnOnce() -> HookOrigin, verdict: Verdict) -> ControlFlow<()> {
        if !matches!(verdict, Verdict::Allow) {
            ruling.opinions.push(Opinion { by: by(), verdict });
        }
        ControlFlow::Continue(())
    }

    fn refuse(ruling: &mut Ruling, by: HookOrigin, refusal: Refused) -> ControlFlow<()> {
        let fault = refusal.fault();
        let verdict = Verdict::Deny(format!("its gate {}: {}", fault.kind, fault.message));
        ruling.opinions.push(Opinion { by, verdict });
        ControlFlow::Continue(())
    }

    #[inline]
    fn finish(ruling: Ruling) -> Ruling {
        ruling
    }

    fn show(verdict: &Verdict) -> Cow<'static, str> {
        match verdict {
            Verdict::Allow => "allow".into(),
            Verdict::Ask(reason) => format!("ask: {reason}").into(),
            Verdict::Deny(reason) => format!("deny: {reason}").into(),
        }
    }
}

// ===== Answer =====

/// An answer and who gave it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Answered<A> {
    /// Who answered.
    pub by: HookOrigin,
    /// What they answered.
    pub answer: A,
}

impl<P: HookPoint> Accumulate<P> for Answer {
    type Gathered = Result<Option<Answered<P::Outcome>>, Refused>;
    type Outcome = Result<Option<Answered<P::Outcome>>, Refused>;

    #[inline]
    fn start() -> Self::Gathered {
        Ok(None)
    }

    #[inline]
    fn gather(
        gathered: &mut Self::Gathered,
        by: impl FnOnce() -> HookOrigin,
        output: Option<P::Outcome>,
    ) -> ControlFlow<()> {
        let Some(answer) = output else {
            return ControlFlow::Continue(());
        };
        *gathered = Ok(Some(Answered { by: by(), answer }));
        ControlFlow::Break(())
    }

    fn refuse(gathered: &mut Self::Gathered, _: HookOrigin, refusal: Refused) -> ControlFlow<()> {
        *gathered = Err(refusal);
        ControlFlow::Break(())
    }

    #[inline]
    fn finish(gathered: Self::Gathered) -> Self::Outcome {
        gathered
    }

    fn show(output: &Option<P::Outcome>) -> Cow<'static, str> {
        output.as_ref().map_or("no answer", |_| "answered").into()
    }
}

// ===== Collect =====

impl<P: HookPoint> Accumulate<P> for Collect {
    type Gathered = Result<Vec<P::Outcome>, Refused>;
    type Outcome = Result<Vec<P::Outcome>, Refused>;

    #[inline]
    fn start() -> Self::Gathered {
        Ok(Vec::new())
    }

    #[inline]
    fn gather(
        gathered: &mut Self::Gathered,
        _: impl FnOnce() -> HookOrigin,
        output: Vec<P::Outcome>,
    ) -> ControlFlow<()> {
        if let Ok(items) = gathered {
            items.extend(output);
        }
        ControlFlow::Continue(())
    }

    fn refuse(gathered: &mut Self::Gathered, _: HookOrigin, refusal: Refused) -> ControlFlow<()> {
        *gathered = Err(refusal);
        ControlFlow::Break(())
    }

    #[inline]
    fn finish(gathered: Self::Gathered) -> Self::Outcome {
        gathered
    }

    fn show(output: &Vec<P::Outcome>) -> Cow<'static, str> {
        match output.len() {
            1 => "1 item".into(),
            count => format!("{count} items").into(),
        }
    }
}
