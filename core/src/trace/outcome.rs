use crate::fault::FaultKind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The outcome of one hook that ran, or would have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepOutcome {
    /// An observer ran.
    Seen,
    /// An edit ran.
    Passed,
    /// A gate allowed the operation.
    Allow,
    /// A gate wants a human to decide, for this reason.
    Ask(String),
    /// A gate denied the operation, for this reason.
    Deny(String),
    /// An answer point's hook left the answer to others.
    NoAnswer,
    /// An answer point's hook answered.
    Answered,
    /// A collect point's hook gave so many items.
    Items(usize),
    /// A wrap hook returned a response.
    Returned {
        /// How often it called `next`.
        next_calls: u32,
    },
    /// A wrap hook returned the error that came from further in.
    PassedOn {
        /// The error's text.
        error: String,
        /// How often the hook called `next`.
        next_calls: u32,
    },
    /// The hook failed.
    Failed {
        /// The way in which it failed.
        kind: FaultKind,
        /// The fault's text.
        message: String,
        /// How often it called `next`, if it is a wrap hook.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_calls: Option<u32>,
    },
    /// The hook was left out because it kept failing.
    Suspended,
    /// The operation was given up while the hook waited.
    Cancelled,
    /// No hook: the record has no room for more steps.
    RecordFull,
}

impl fmt::Display for StepOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seen => f.write_str("seen"),
            Self::Passed => f.write_str("passed"),
            Self::Allow => f.write_str("allow"),
            Self::Ask(reason) => write!(f, "ask: {reason}"),
            Self::Deny(reason) => write!(f, "deny: {reason}"),
            Self::NoAnswer => f.write_str("no answer"),
            Self::Answered => f.write_str("answered"),
            Self::Items(1) => f.write_str("1 item"),
            Self::Items(count) => write!(f, "{count} items"),
            Self::Returned { next_calls } => write!(f, "returned{}", NextCalls(Some(*next_calls))),
            Self::PassedOn { error, next_calls } => {
                write!(f, "passed an error on: {error}{}", NextCalls(Some(*next_calls)))
            }
            Self::Failed { kind, message, next_calls } => {
                write!(f, "{kind}: {message}{}", NextCalls(*next_calls))
            }
            Self::Suspended => f.write_str("suspended"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::RecordFull => f.write_str("the record is full; what comes now is left out"),
        }
    }
}

/// The calls of `next`, where their number is worth a word.
struct NextCalls(Option<u32>);

impl fmt::Display for NextCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None | Some(1) => Ok(()),
            Some(0) => f.write_str(", without calling next"),
            Some(times) => write!(f, ", having called next {times} times"),
        }
    }
}
