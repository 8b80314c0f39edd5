use crate::error::Error;
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// The calls of `next` by one hook.
#[derive(Default)]
pub(super) struct NextCalls {
    begun: AtomicU32,
    /// The number of polls of the hook.
    polls: AtomicU32,
    /// The number of calls that the hook's last poll has polled and left waiting.
    waiting: AtomicU32,
    /// Whether the time inside `next` is measured, and what it is so far.
    is_timed: bool,
    nanos_inside: AtomicU64,
    /// Given out with the first error.
    mark: OnceLock<u64>,
}

/// One call of `next`; also counts when it is dropped half way.
pub(super) struct NextCall<'a> {
    calls: &'a NextCalls,
    /// The poll of the hook that polled the call last, if that left it waiting.
    waits_since: Option<u32>,
}

impl NextCalls {
    /// Makes the calls of a hook; `is_timed` if its own time is measured, from which that inside `next` is taken off.
    pub(super) fn of_hook(is_timed: bool) -> Self {
        Self { is_timed, ..Self::default() }
    }

    /// Returns how long the rest of the chain was polled inside `next`, if that is measured.
    pub(super) fn time_inside(&self) -> Duration {
        Duration::from_nanos(self.nanos_inside.load(Ordering::Relaxed))
    }

    pub(super) fn begin(&self) -> NextCall<'_> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        NextCall { calls: self, waits_since: None }
    }

    /// Notes that the hook is about to be polled: a call that it keeps without polling it is not waited for.
    pub(super) fn hook_is_polled(&self) {
        self.polls.fetch_add(1, Ordering::Relaxed);
        self.waiting.store(0, Ordering::Relaxed);
    }

    /// Returns how often `next` was called.
    pub(super) fn count(&self) -> u32 {
        self.begun.load(Ordering::Relaxed)
    }

    pub(super) fn any_begun(&self) -> bool {
        self.count() > 0
    }

    pub(super) fn any_waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Marks an error as come through this `next` and no other: a hook may run chains of its own.
    #[cold]
    pub(super) fn pass_on(&self, error: Error) -> Error {
        static MARKS: AtomicU64 = AtomicU64::new(0);
        error.passed_on(*self.mark.get_or_init(|| MARKS.fetch_add(1, Ordering::Relaxed)))
    }

    /// Returns whether the error came through this `next`.
    pub(super) fn has_passed(&self, error: &Error) -> bool {
        self.mark.get().is_some_and(|&mark| error.was_passed(mark))
    }
}

impl NextCall<'_> {
    pub(super) fn poll<F: Future>(&mut self, rest: Pin<&mut F>, task: &mut Context<'_>) -> Poll<F::Output> {
        let since = self.calls.is_timed.then(Instant::now);
        let polled = rest.poll(task);
        if let Some(since) = since {
            let nanos = u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
            self.calls.nanos_inside.fetch_add(nanos, Ordering::Relaxed);
        }
        self.forget();
        if polled.is_pending() {
            self.waits_since = Some(self.calls.polls.load(Ordering::Relaxed));
            self.calls.waiting.fetch_add(1, Ordering::Relaxed);
        }
        polled
    }

    /// Takes the call back out of the count, unless the hook was polled anew since.
    fn forget(&mut self) {
        let since = self.waits_since.take();
        if since == Some(self.calls.polls.load(Ordering::Relaxed)) {
            self.calls.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for NextCall<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}
