use super::{FailurePolicy, HookPoint, HookPolicy, Verdict};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// A kind of points: what their hooks may do. There are the six of this module.
pub trait Kind<P: HookPoint>: sealed::Sealed + 'static {
    /// The type that a method takes after `&self`.
    type Input<'a>;
    /// The type that a method returns, without the `Result` around it.
    type Output: Send;
    /// The kind as a value.
    const NAME: KindName;
}

mod sealed {
    pub trait Sealed {}
}

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

/// One of the six kinds, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds are documented on the types of these names")]
pub enum KindName {
    Observe,
    Edit,
    Gate,
    Answer,
    Collect,
    Wrap,
}

impl KindName {
    /// Returns the policy of a hook of this kind where nobody says otherwise.
    pub const fn policy(self) -> HookPolicy {
        let on_failure = match self {
            Self::Edit | Self::Gate | Self::Wrap => FailurePolicy::Closed,
            Self::Observe | Self::Answer | Self::Collect => FailurePolicy::Open,
        };
        let seconds = match self {
            Self::Observe | Self::Edit => 5,
            Self::Gate | Self::Answer | Self::Collect => 15,
            Self::Wrap => 30,
        };
        HookPolicy::new(Duration::from_secs(seconds), on_failure)
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Observe => "observe",
            Self::Edit => "edit",
            Self::Gate => "gate",
            Self::Answer => "answer",
            Self::Collect => "collect",
            Self::Wrap => "wrap",
        })
    }
}
