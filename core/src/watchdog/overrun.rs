use super::slots::{WatchedThread, read};
use crate::fault::{Fault, FaultSink};
use std::fmt;

/// Code of a plugin that keeps a thread past its time-out and the grace: nothing can stop it, and nobody knows when it ends.
#[derive(Debug, Clone)]
pub struct Overrun {
    pub(super) fault: Fault,
    pub(super) plugin: &'static str,
    pub(super) thread: WatchedThread,
    pub(super) sink: FaultSink,
    /// The thread's slot, and what it holds for as long as the same code keeps the thread.
    pub(super) slot: (usize, u64),
}

impl Overrun {
    /// Returns the plugin's id.
    pub fn plugin(&self) -> &'static str {
        self.plugin
    }

    /// Returns the fault that `plugin.fault` hooks are told.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Returns the thread that is kept.
    pub fn thread(&self) -> WatchedThread {
        self.thread
    }

    /// Returns whether the code still keeps the thread.
    pub fn is_current(&self) -> bool {
        let (index, value) = self.slot;
        read(index) == value
    }

    /// Returns whether the faults of the code go to this queue: whether it is of that live set.
    pub(crate) fn reports_to(&self, sink: &FaultSink) -> bool {
        self.sink.is_same(sink)
    }
}

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}
