use super::thread_clock::current_thread;
use crate::lock::lock;
use std::cell::Cell;
use std::ptr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::thread::{self, ThreadId};

/// The number of threads that can be watched at once; further threads share a slot that nobody reads.
pub(super) const THREADS: usize = 256;

/// The slots of all threads; a slot's value has the code's serial in the upper half and the tick at which it was called
/// in the lower; 0 is idle.
static SLOTS: [AtomicU64; THREADS] = [const { AtomicU64::new(0) }; THREADS];
/// The ids of the threads that have the slots, as the system knows them; 0 if it is not known.
static IDS: [AtomicU32; THREADS] = [const { AtomicU32::new(0) }; THREADS];
static UNWATCHED: AtomicU64 = AtomicU64::new(0);
static TICK: AtomicU32 = AtomicU32::new(0);

thread_local! {
    // Without a destructor, so that reading it is one instruction; `OWNED` has the destructor.
    static MARK: Cell<Option<Mark>> = const { Cell::new(None) };
    static OWNED: OwnedSlot = OwnedSlot::acquire();
}

/// The slot of the current thread.
#[derive(Clone, Copy)]
pub(crate) struct Mark(&'static AtomicU64);

/// Returns the present tick.
#[inline]
pub(crate) fn tick() -> u32 {
    TICK.load(Ordering::Relaxed)
}

/// Returns the slot of the current thread.
#[inline]
pub(crate) fn mark() -> Mark {
    match MARK.get() {
        Some(mark) => mark,
        None => acquire(),
    }
}

/// Returns the serial of the code that is polled on this thread; 0 if that is the host's.
///
/// Has no effect, gives no slot to a thread that has none, and can be asked while the thread ends.
#[inline]
pub(super) fn polled() -> u32 {
    match MARK.get() {
        // What stands in the slot that threads share is another thread's.
        Some(Mark(slot)) if !ptr::eq(slot, &raw const UNWATCHED) => serial(slot.load(Ordering::Relaxed)),
        _ => 0,
    }
}

impl Mark {
    /// Notes that the code with this serial is about to be polled.
    #[inline]
    pub(crate) fn enter(self, serial: u32, tick: u32) {
        self.write(u64::from(serial) << 32 | u64::from(tick));
    }

    /// Notes that code of the host runs, until the slot is written again.
    #[inline]
    pub(crate) fn clear(self) {
        self.write(0);
    }

    #[inline]
    pub(crate) fn read(self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn write(self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

/// Begins the next tick, and returns the number of the one that ended.
pub(super) fn advance() -> u32 {
    TICK.fetch_add(1, Ordering::Relaxed)
}

/// Returns the value of one slot.
pub(super) fn read(index: usize) -> u64 {
    SLOTS[index].load(Ordering::Relaxed)
}

/// Returns the value of each slot, and the serial in it.
pub(super) fn read_all() -> impl Iterator<Item = (u64, u32)> {
    SLOTS.iter().map(|slot| {
        let value = slot.load(Ordering::Relaxed);
        (value, serial(value))
    })
}

/// Returns the id of the thread that has a slot.
pub(super) fn thread(index: usize) -> Option<u32> {
    Some(IDS[index].load(Ordering::Relaxed)).filter(|id| *id != 0)
}

#[inline]
fn serial(value: u64) -> u32 {
    u32::try_from(value >> 32).unwrap_or(0)
}

// ===== Slots of threads =====

/// How many slots were ever used, and which of them are free again.
static FREE: Mutex<(usize, Vec<usize>)> = Mutex::new((0, Vec::new()));

/// The thread of each slot that is in use.
static OWNERS: Mutex<[Option<WatchedThread>; THREADS]> = Mutex::new([None; THREADS]);

/// A thread that is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WatchedThread {
    id: ThreadId,
    number: Option<i32>,
}

impl WatchedThread {
    fn current() -> Self {
        Self { id: thread::current().id(), number: current_thread().and_then(|id| i32::try_from(id).ok()) }
    }

    /// Returns the thread's id in this process.
    pub fn id(&self) -> ThreadId {
        self.id
    }

    /// Returns the number by which the system knows the thread, where that can be known (Linux).
    pub fn number(&self) -> Option<i32> {
        self.number
    }
}

/// Returns the thread of a slot.
pub(super) fn thread_of(index: usize) -> Option<WatchedThread> {
    lock(&OWNERS).get(index).copied().flatten()
}

/// A thread's right to a slot, given back when the thread ends.
struct OwnedSlot(Option<usize>);

impl OwnedSlot {
    fn acquire() -> Self {
        let index = {
            let mut free = lock(&FREE);
            let (used, returned) = &mut *free;
            returned.pop().or_else(|| {
                let new = (*used < THREADS).then_some(*used);
                *used += usize::from(new.is_some());
                new
            })
        };
        if let Some(index) = index {
            let owner = WatchedThread::current();
            IDS[index].store(
                owner.number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
                Ordering::Relaxed,
            );
            lock(&OWNERS)[index] = Some(owner);
        }
        Self(index)
    }
}

impl Drop for OwnedSlot {
    fn drop(&mut self) {
        if let Some(index) = self.0 {
            SLOTS[index].store(0, Ordering::Relaxed);
            IDS[index].store(0, Ordering::Relaxed);
            MARK.set(Some(Mark(&UNWATCHED)));
            lock(&OWNERS)[index] = None;
            lock(&FREE).1.push(index);
        }
    }
}

#[cold]
fn acquire() -> Mark {
    let slot = OWNED.try_with(|slot| slot.0).ok().flatten();
    let mark = Mark(slot.map_or(&UNWATCHED, |index| &SLOTS[index]));
    MARK.set(Some(mark));
    mark
}
