use super::hook_point::{HookPoint, Kind, sealed};
use super::kind_name::KindName;
use super::verdict::Verdict;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $input:ty => $output:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl sealed::Sealed for $name {}

        impl<P: HookPoint> Kind<P> for $name {
            type Input<'a> = $input;
            type Output = $output;
            const NAME: KindName = KindName::$name;
        }
    )*};
}

kinds! {
    /// `&Event` → `()`: all run, in order; a fault is reported and the next runs.
    Observe: &'a P::Event => ();
    /// `&mut Event` → `()`: in order, each sees the last one's changes; `Err` refuses the operation.
    Edit: &'a mut P::Event => ();
    /// `&Event` → [`Verdict`]: all run on the final value; deny > ask > allow.
    Gate: &'a P::Event => Verdict;
    /// `&Event` → `Option<Answer>`: the first `Some` wins, the rest are not called.
    Answer: &'a P::Event => Option<P::Outcome>;
    /// `&Event` → `Vec<Item>`: every hook's items, joined in order.
    Collect: &'a P::Event => Vec<P::Outcome>;
}

/// `(Request, Next)` → `Response`: nested, the first is outermost.
///
/// It is a kind by the chains, which own `Next`.
#[derive(Debug, Clone, Copy)]
pub struct Wrap;

impl sealed::Sealed for Wrap {}
