//! The watchdog: notices plugin code that keeps a thread of the runtime, while it keeps it, and keeps account of what each
//! plugin takes of memory and processors.
//!
//! Each thread notes in a slot of its own which code it polls, which costs about one store a call. A thread of the
//! watchdog's looks at all slots from time to time, and tells whoever listens: a host cannot count on its own tasks then. An
//! allocator that counts looks at the slot of its own thread.

mod account;
mod call_budget;
mod cpu;
mod listener;
mod monitor;
mod overrun;
mod slots;
mod thread_clock;
mod tripped;
mod usage;
mod watched;

pub(crate) use account::limit_calls;
pub use account::{Account, MemoryUsage};
pub(crate) use call_budget::CallBudget;
pub use listener::{WatchdogEvent, WatchdogListener};
pub use monitor::Watchdog;
pub use overrun::Overrun;
pub use slots::WatchedThread;
pub(crate) use slots::{Mark, mark, tick};
pub(crate) use tripped::{is_tripped, trip, untrip};
pub use usage::{Usage, counts_memory, memory_is_counted, usage, usage_of};
pub(crate) use watched::{Watched, report, watch};
