//! The watchdog: notices plugin code that keeps a thread of the runtime, while it keeps it.
//!
//! Each thread notes in a slot of its own which code it polls, which costs about one store a call. A thread of the
//! watchdog's looks at all slots from time to time.

mod monitor;
mod slots;
mod watched;

pub use monitor::Watchdog;
pub(crate) use slots::{Mark, mark, tick};
pub(crate) use watched::{Watched, report, watch};
