use super::cpu::CpuSampler;
use super::slots::{THREADS, advance, read_all};
use super::watched::{report, timeout};
use crate::fault::FaultKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The thread that looks at all slots, tick by tick, and reports code that keeps a thread.
#[derive(Debug)]
#[non_exhaustive]
pub struct Watchdog;

impl Watchdog {
    /// Starts the watchdog of the process, unless it runs already.
    ///
    /// Code that is polled for `limit` without a pause is reported once, as [`FaultKind::Blocking`], and once more when
    /// that lasts longer than its own time-out, as [`FaultKind::Overrun`].
    pub fn start(tick: Duration, limit: Duration) {
        static STARTED: AtomicBool = AtomicBool::new(false);
        if STARTED.swap(true, Ordering::Relaxed) {
            return;
        }
        let watch = move || {
            let mut slots = [Seen::default(); THREADS];
            let mut cpu = CpuSampler::new();
            loop {
                thread::sleep(tick);
                cpu.sample();
                look(&mut slots, advance(), tick, limit);
            }
        };
        if let Err(error) = thread::Builder::new().name("hookwire-watch".into()).spawn(watch) {
            tracing::warn!("the watchdog cannot start, blocking hooks will not be noticed: {error}");
        }
    }
}

/// What the watchdog has seen of one slot.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    value: u64,
    /// The tick at which the slot first had this value.
    since: u32,
    blocking_reported: bool,
    overrun_reported: bool,
}

fn look(slots: &mut [Seen; THREADS], now: u32, tick: Duration, limit: Duration) {
    for ((value, serial), seen) in read_all().zip(slots) {
        if value != seen.value {
            *seen = Seen { value, since: now, ..Seen::default() };
        }
        // Counted from when it was seen, not from the tick in the slot: that is the beginning of a whole pass of hooks.
        let kept = tick * now.wrapping_sub(seen.since);
        let Some(timeout) = timeout(serial).filter(|_| !kept.is_zero()) else { continue };
        if kept >= limit && !seen.blocking_reported {
            seen.blocking_reported = true;
            report(serial, FaultKind::Blocking, format!("has kept a thread for {kept:?}"));
        }
        if kept > timeout && !seen.overrun_reported {
            seen.overrun_reported = true;
            let message = format!("may take {timeout:?} and has kept a thread for {kept:?}");
            report(serial, FaultKind::Overrun, message);
        }
    }
}
