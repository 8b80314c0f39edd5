//! Says which hook each thread is polling, since when, for about one store a call; a thread of its own looks.

use crate::fault::{Fault, FaultKind, FaultSink};
use crate::lock::lock;
use crate::origin::HookOrigin;
use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How many threads can be watched at once; the others share a slot that nobody reads.
const THREADS: usize = 256;

/// A slot's value: the hook's serial in the upper half, the tick at which it was called in the lower; 0 is idle.
static SLOTS: [AtomicU64; THREADS] = [const { AtomicU64::new(0) }; THREADS];
static UNSEEN: AtomicU64 = AtomicU64::new(0);
static TICK: AtomicU32 = AtomicU32::new(0);

thread_local! {
    // Without a destructor, so that reading it is one instruction; `SEAT` has the destructor.
    static MARK: Cell<Option<Mark>> = const { Cell::new(None) };
    static SEAT: Seat = Seat::take();
}

/// The slot of the current thread.
#[derive(Clone, Copy)]
pub(super) struct Mark(&'static AtomicU64);

/// Returns the present tick.
#[inline]
pub(super) fn tick() -> u32 {
    TICK.load(Ordering::Relaxed)
}

/// Returns the slot of the current thread.
#[inline]
pub(super) fn mark() -> Mark {
    match MARK.get() {
        Some(mark) => mark,
        None => sit_down(),
    }
}

impl Mark {
    /// Notes that a hook is about to be polled.
    #[inline]
    pub(super) fn enter(self, serial: u32, tick: u32) {
        self.write(u64::from(serial) << 32 | u64::from(tick));
    }

    #[inline]
    pub(super) fn read(self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    #[inline]
    pub(super) fn write(self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

// ===== Seats =====

static FREE: Mutex<(usize, Vec<usize>)> = Mutex::new((0, Vec::new()));

/// A thread's right to a slot, given back when the thread ends.
struct Seat(Option<usize>);

impl Seat {
    fn take() -> Self {
        let mut free = lock(&FREE);
        let (used, returned) = &mut *free;
        Self(returned.pop().or_else(|| {
            *used += usize::from(*used < THREADS);
            (*used < THREADS).then(|| *used - 1)
        }))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(index) = self.0 {
            SLOTS[index].store(0, Ordering::Relaxed);
            MARK.set(Some(Mark(&UNSEEN)));
            lock(&FREE).1.push(index);
        }
    }
}

#[cold]
fn sit_down() -> Mark {
    let seat = SEAT.try_with(|seat| seat.0).ok().flatten();
    let mark = Mark(seat.map_or(&UNSEEN, |index| &SLOTS[index]));
    MARK.set(Some(mark));
    mark
}

// ===== The roll =====

struct Enrolled {
    point: &'static str,
    by: HookOrigin,
    sink: FaultSink,
}

static ROLL: Mutex<Vec<Enrolled>> = Mutex::new(Vec::new());

/// Gives a hook the number that slots hold, from 1; the same hook of the same live set keeps its number.
pub(super) fn enrol(point: &'static str, by: HookOrigin, sink: &FaultSink) -> u32 {
    let fresh = Enrolled { point, by, sink: sink.clone() };
    let mut roll = lock(&ROLL);
    let known = roll.iter().position(|entry| {
        entry.sink.is_closed() || (entry.point == point && entry.by == by && entry.sink.is_same(sink))
    });
    let index = known.unwrap_or(roll.len());
    if index == roll.len() {
        roll.push(fresh);
    } else {
        roll[index] = fresh;
    }
    u32::try_from(index + 1).unwrap_or(0)
}

// ===== The watchdog =====

/// Looks at all slots, tick by tick, and reports hooks that block a thread.
#[derive(Debug)]
#[non_exhaustive]
pub struct Watchdog;

impl Watchdog {
    /// Starts the watchdog of the process, unless it runs already.
    ///
    /// A hook that is polled for `limit` without a pause is reported once, as [`FaultKind::Blocking`].
    pub fn start(tick: Duration, limit: Duration) {
        static STARTED: AtomicBool = AtomicBool::new(false);
        if STARTED.swap(true, Ordering::Relaxed) {
            return;
        }
        let patience = u32::try_from(limit.as_millis() / tick.as_millis().max(1)).unwrap_or(u32::MAX);
        let watch = move || {
            let mut reported = [0; THREADS];
            loop {
                thread::sleep(tick);
                look(&mut reported, TICK.fetch_add(1, Ordering::Relaxed), patience, tick);
            }
        };
        if let Err(error) = thread::Builder::new().name("hookwire-watch".into()).spawn(watch) {
            tracing::warn!("the watchdog cannot start, blocking hooks will not be noticed: {error}");
        }
    }
}

fn look(reported: &mut [u64; THREADS], now: u32, patience: u32, tick: Duration) {
    for (slot, told) in SLOTS.iter().zip(reported) {
        let value = slot.load(Ordering::Relaxed);
        let [since, serial] =
            [value & u64::from(u32::MAX), value >> 32].map(|half| u32::try_from(half).unwrap_or(0));
        let serial = serial as usize;
        let ticks = now.wrapping_sub(since);
        if serial == 0 || value == *told || ticks > u32::MAX / 2 || ticks < patience {
            continue;
        }
        *told = value;
        let roll = lock(&ROLL);
        if let Some(Enrolled { point, by, sink }) = roll.get(serial - 1) {
            let said = format!("has kept a thread for {:?}", tick * ticks);
            sink.report(Fault::new(point, *by, FaultKind::Blocking, said));
        }
    }
}
