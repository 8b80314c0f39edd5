//! The clocks of other threads, read from `/proc`, which takes no `unsafe`; elsewhere there are none.

use std::fs;
use std::time::Duration;

/// Returns the id by which the system knows this thread.
pub(super) fn current_thread() -> Option<u32> {
    let link = fs::read_link("/proc/thread-self").ok()?;
    link.file_name()?.to_str()?.parse().ok()
}

/// Returns how long a thread has used processors.
pub(super) fn cpu_time(thread: u32) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/self/task/{thread}/schedstat")).ok()?;
    text.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
