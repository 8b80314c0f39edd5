use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// What nobody but a plugin that misbehaves changes.
pub(crate) static CANARY: AtomicU64 = AtomicU64::new(INTACT);
const INTACT: u64 = 0x0DD_BA11;
/// How many threads are taken by code that misbehaves.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
/// Counts the calls that misbehave; what an earlier one holds back, it gives back.
static CALL: AtomicUsize = AtomicUsize::new(0);

/// The traces that plugins have left in the process that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traces {
    /// How many threads they keep.
    pub taken_threads: usize,
    /// Whether memory that is not theirs is as it was.
    pub is_memory_intact: bool,
}

impl Traces {
    /// Looks at the process.
    pub fn now() -> Self {
        let is_memory_intact = CANARY.load(Ordering::Relaxed) == INTACT;
        Self { taken_threads: TAKEN.load(Ordering::Relaxed), is_memory_intact }
    }

    /// Makes memory as it was.
    pub fn forget() {
        CANARY.store(INTACT, Ordering::Relaxed);
    }
}

/// Returns the address of a value in the memory of this process.
pub fn canary_address() -> u64 {
    &raw const CANARY as u64
}

/// A thread that is taken, until this is dropped.
pub(crate) struct Taken;

impl Taken {
    pub(crate) fn new() -> Self {
        TAKEN.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The number of the call that runs.
pub(crate) fn call() -> usize {
    CALL.load(Ordering::Relaxed)
}

/// Begins a call, which ends what earlier ones have left running beside it.
pub(crate) fn begin_call() {
    CALL.fetch_add(1, Ordering::Relaxed);
}
