//! One batch of calls through one chain.

use crate::alloc;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Wake, Waker};
use std::time::Instant;

/// One call of a whole chain, from the call site's point of view.
pub(crate) trait Chain {
    fn call(&mut self) -> impl Future<Output = ()>;

    /// Returns what its hooks have seen so far.
    fn seen(&mut self) -> u64;
}

/// Averages per call over one batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) nanos: f64,
    pub(crate) allocations: f64,
    /// How many hooks ran.
    pub(crate) hooks: f64,
    /// How often a hook waited.
    pub(crate) waits: f64,
}

/// A chain behind a box, so that all fit in one list. The box is outside of what is timed.
pub(crate) trait Timed {
    fn sample(&mut self, calls: u32) -> Sample;
}

impl<C: Chain> Timed for C {
    fn sample(&mut self, calls: u32) -> Sample {
        let wakes = Arc::new(Wakes::default());
        let alarm = Waker::from(Arc::clone(&wakes));
        let mut task = Context::from_waker(&alarm);
        // The others have just filled the caches and the branch predictor.
        batch(self, calls / 10, &mut task);
        let (allocations, seen, woken) = (alloc::count(), self.seen(), wakes.count());
        let overhead = alloc::count() - allocations;
        let start = Instant::now();
        batch(self, calls, &mut task);
        let nanos = start.elapsed().as_secs_f64() * 1e9;
        let allocations = alloc::count() - allocations - overhead;
        let per_call = |total: u64| total as f64 / f64::from(calls);
        Sample {
            nanos: nanos / f64::from(calls),
            allocations: per_call(allocations),
            hooks: per_call(self.seen() - seen),
            waits: per_call(wakes.count() - woken),
        }
    }
}

impl Timed for Box<dyn Timed> {
    fn sample(&mut self, calls: u32) -> Sample {
        (**self).sample(calls)
    }
}

#[inline(never)]
fn batch(chain: &mut impl Chain, calls: u32, task: &mut Context<'_>) {
    for _ in 0..calls {
        let mut call = pin!(chain.call());
        // What waits here has woken us already.
        while call.as_mut().poll(task).is_pending() {}
    }
}

/// Counts how often it is woken.
#[derive(Default)]
struct Wakes(AtomicU64);

impl Wakes {
    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
