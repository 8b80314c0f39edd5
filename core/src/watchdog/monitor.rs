use super::cpu::CpuSampler;
use super::listener::{WatchdogEvent, WatchdogListener, tell};
use super::overrun::Overrun;
use super::slots::{THREADS, advance, read_all, thread_of};
use super::watched::{report, report_fault, timeout};
use crate::fault::FaultKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How long code may keep a thread before another one is made to look after timers and sockets.
const STALL: Duration = Duration::from_millis(50);
/// How often listeners are told of a stall, in ticks.
const STALL_TICKS: u32 = 5;
/// How long code without a time-out may keep a thread in one go.
const UNTIMED: Duration = Duration::from_mins(1);

/// The thread that looks at all slots, tick by tick, and reports code that keeps a thread.
#[derive(Debug)]
#[non_exhaustive]
pub struct Watchdog;

impl Watchdog {
    /// How long code may keep a thread beyond its time-out before its caller is answered without it.
    pub const GRACE: Duration = Duration::from_millis(100);

    /// Starts the watchdog of the process, unless it runs already.
    ///
    /// Code that is polled for `limit` without a pause is reported once, as [`FaultKind::Blocking`], and once more when
    /// that lasts longer than its own time-out and [`GRACE`](Self::GRACE), as [`FaultKind::Overrun`]; listeners are told of
    /// the latter.
    pub fn start(tick: Duration, limit: Duration) {
        static STARTED: AtomicBool = AtomicBool::new(false);
        if STARTED.swap(true, Ordering::Relaxed) {
            return;
        }
        let watch = move || {
            let mut slots: Box<[Seen]> = (0..THREADS).map(|_| Seen::IDLE).collect();
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

    /// Calls a function on the watchdog's own thread with all that it has to tell, until the listener is dropped.
    ///
    /// The function must not block: nothing is watched meanwhile.
    pub fn listen(listen: impl Fn(WatchdogEvent<'_>) + Send + Sync + 'static) -> WatchdogListener {
        WatchdogListener::add(listen)
    }
}

/// What the watchdog has seen of one slot.
#[derive(Debug)]
struct Seen {
    value: u64,
    /// The tick at which the slot first had this value.
    since: u32,
    blocking_reported: bool,
    overrun_reported: bool,
    overrun: Option<Overrun>,
}

impl Seen {
    const IDLE: Self =
        Self { value: 0, since: 0, blocking_reported: false, overrun_reported: false, overrun: None };
}

fn look(slots: &mut [Seen], now: u32, tick: Duration, limit: Duration) {
    let mut stalls = false;
    for (index, ((value, serial), seen)) in read_all().zip(slots).enumerate() {
        if value != seen.value {
            if let Some(overrun) = seen.overrun.take() {
                tell(WatchdogEvent::Returned(&overrun));
            }
            *seen = Seen { value, since: now, ..Seen::IDLE };
        }
        // Counted from when it was seen, not from the tick in the slot: that is the beginning of a whole pass of hooks.
        let kept = tick * now.wrapping_sub(seen.since);
        let Some(timeout) = timeout(serial).filter(|_| !kept.is_zero()) else { continue };
        stalls |= kept >= STALL;
        if kept >= limit && !seen.blocking_reported {
            seen.blocking_reported = true;
            report(serial, FaultKind::Blocking, format!("has kept a thread for {kept:?}"));
        }
        if kept > overrun_after(timeout) && !seen.overrun_reported {
            seen.overrun_reported = true;
            let message = match timeout.checked_add(UNTIMED) {
                Some(_) => format!("may take {timeout:?} and has kept a thread for {kept:?}"),
                None => format!("has kept a thread for {kept:?} without a pause"),
            };
            let reported = report_fault(serial, FaultKind::Overrun, message);
            if let Some(((plugin, fault, sink), thread)) = reported.zip(thread_of(index)) {
                let overrun = Overrun { fault, plugin, thread, sink, slot: (index, value) };
                tell(WatchdogEvent::Overrun(&overrun));
                seen.overrun = Some(overrun);
            }
        }
    }
    if stalls && now.is_multiple_of(STALL_TICKS) {
        tell(WatchdogEvent::Stall);
    }
}

/// Returns after which time in one go code with a time-out is an overrun.
fn overrun_after(timeout: Duration) -> Duration {
    timeout.checked_add(Watchdog::GRACE).unwrap_or(UNTIMED)
}
