use super::account::Account;
use super::slots::{THREADS, read_all, thread};
use super::thread_clock::cpu_time;
use std::time::{Duration, Instant};

/// The samples of who uses the processors: at each tick, whoever is polled is charged for the time since the last one.
///
/// Code that is still polled at the next tick is charged by the clock of its thread from there on: it may sleep.
#[derive(Debug)]
pub(super) struct CpuSampler {
    last: Instant,
    seen: [Sample; THREADS],
}

#[derive(Debug, Clone, Copy, Default)]
struct Sample {
    value: u64,
    /// The clock of the thread, if the code has outlived a tick.
    clock: Option<Duration>,
}

impl CpuSampler {
    pub(super) fn new() -> Self {
        Self { last: Instant::now(), seen: [Sample::default(); THREADS] }
    }

    /// Charges everybody who is polled now.
    pub(super) fn sample(&mut self) {
        let now = Instant::now();
        let elapsed = now - self.last;
        self.last = now;
        for (index, ((value, serial), seen)) in read_all().zip(&mut self.seen).enumerate() {
            if value == 0 {
                *seen = Sample::default();
                continue;
            }
            let goes_on = seen.value == value;
            let before = seen.clock.filter(|_| goes_on);
            let clock = if goes_on { thread(index).and_then(cpu_time) } else { None };
            *seen = Sample { value, clock };
            let used = before.zip(clock).map_or(elapsed, |(before, clock)| clock.saturating_sub(before));
            Account::of_serial(serial).used_cpu(used);
        }
    }
}
