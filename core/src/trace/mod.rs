//! The record of what hooks did: which ran, in which order, with what outcome, and what each changed.
//!
//! A [`Cx`](crate::Cx) carries a [`Trace`] where somebody wants one: tests, `explain`, a debugging operator.

mod diff;
mod outcome;
mod record;
mod step;

pub(crate) use diff::Snapshot;
pub use outcome::StepOutcome;
pub use record::Trace;
pub use step::{Change, Step};
