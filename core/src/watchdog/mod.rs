//! The watchdog: notices plugin code that keeps a thread of the runtime, while it keeps it.
//!
//! Each thread notes in a slot of its own which code it polls, which costs about one store a call. A thread of the
//! watchdog's looks at all slots from time to time, and tells whoever listens: a host cannot count on its own tasks then.

mod listener;
mod monitor;
mod overrun;
mod slots;
mod tripped;
mod watched;

pub use listener::{WatchdogEvent, WatchdogListener};
pub use monitor::Watchdog;
pub use overrun::Overrun;
pub use slots::WatchedThread;
pub(crate) use slots::{Mark, mark, tick};
pub(crate) use tripped::{is_tripped, trip, untrip};
pub(crate) use watched::{Watched, report, watch};
