use crate::mutex::lock;
use hookwire::chain::Overrun;
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::ThreadId;

/// The priority of a thread that is kept, which is the lowest.
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

/// The threads that code of plugins keeps past its time.
#[derive(Debug, Default)]
pub(crate) struct StuckThreads(Mutex<HashMap<ThreadId, StuckThread>>);

#[derive(Debug)]
struct StuckThread {
    what: String,
    /// The priority that the thread had.
    priority: Option<i32>,
}

impl StuckThreads {
    /// Notes that a thread is kept, and lowers its priority; returns how many are kept now.
    pub(crate) fn add(&self, overrun: &Overrun) -> usize {
        let priority = overrun.thread().number().and_then(lower);
        let mut kept = lock(&self.0);
        kept.insert(overrun.thread().id(), StuckThread { what: overrun.to_string(), priority });
        kept.len()
    }

    /// Notes that a thread is free again, and gives it the priority it had; returns whether it was kept.
    pub(crate) fn remove(&self, overrun: &Overrun) -> bool {
        let Some(kept) = lock(&self.0).remove(&overrun.thread().id()) else { return false };
        if let Some((number, priority)) = overrun.thread().number().zip(kept.priority) {
            restore(number, priority);
        }
        true
    }

    pub(crate) fn count(&self) -> usize {
        lock(&self.0).len()
    }

    /// Returns what keeps each thread.
    pub(crate) fn all(&self) -> Vec<String> {
        let mut all: Vec<_> = lock(&self.0).values().map(|kept| kept.what.clone()).collect();
        all.sort();
        all
    }
}

/// Gives a thread the lowest priority, so that what it burns is only what nobody else wants; returns the one it had.
#[cfg(target_os = "linux")]
fn lower(number: i32) -> Option<i32> {
    use rustix::process::{Pid, getpriority_process, setpriority_process};
    let thread = Pid::from_raw(number);
    let before = getpriority_process(thread).ok()?;
    setpriority_process(thread, LOWEST).ok()?;
    Some(before)
}

/// Gives a thread its priority back, which takes a right that most processes do not have.
#[cfg(target_os = "linux")]
fn restore(number: i32, priority: i32) {
    use rustix::process::{Pid, setpriority_process};
    if let Err(error) = setpriority_process(Pid::from_raw(number), priority) {
        tracing::warn!(
            "a thread that a plugin has kept stays at the lowest priority until the host restarts: {error}"
        );
    }
}

#[cfg(not(target_os = "linux"))]
fn lower(_: i32) -> Option<i32> {
    None
}

#[cfg(not(target_os = "linux"))]
fn restore(_: i32, _: i32) {}
