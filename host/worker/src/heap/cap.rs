use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};

/// No cap, as `CAP` has it.
const NONE: u64 = u64::MAX;
/// The value of `CAP` before the first allocation.
const UNUSED: u64 = 0;

static CAP: AtomicU64 = AtomicU64::new(UNUSED);
/// The bytes allocated since there is a cap, and not freed.
static TOTAL: AtomicI64 = AtomicI64::new(0);
static ON_EXCEEDED: OnceLock<fn()> = OnceLock::new();
static IS_EXCEEDED: AtomicBool = AtomicBool::new(false);
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// The reason why the process ends: more was asked for than it may have, or than there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exceeded {
    /// How many bytes were asked for.
    pub asked: u64,
    /// How many bytes the process has, of those allocated since there is a cap.
    pub total: u64,
    /// The cap.
    pub cap: u64,
}

/// How blocks are to be counted now.
#[derive(Clone, Copy)]
pub(super) enum Counting {
    /// For plugins only.
    Plugins,
    /// In the total as well: there is a cap.
    Total,
    /// This is the first block of the process.
    First,
}

#[inline]
pub(super) fn counting() -> Counting {
    match CAP.load(Ordering::Relaxed) {
        NONE => Counting::Plugins,
        UNUSED => Counting::First,
        _ => Counting::Total,
    }
}

/// Notes that the allocator is in use.
#[cold]
pub(super) fn begin() {
    // Fails where another thread was first.
    let _ = CAP.compare_exchange(UNUSED, NONE, Ordering::Relaxed, Ordering::Relaxed);
}

/// Returns whether the allocator is in use.
pub(super) fn has_begun() -> bool {
    CAP.load(Ordering::Relaxed) != UNUSED
}

pub(super) fn set(bytes: u64) {
    CAP.store(bytes.clamp(UNUSED + 1, NONE - 1), Ordering::Relaxed);
}

/// Adds to the total, and returns whether that is within the cap.
pub(super) fn admit(bytes: usize) -> bool {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let total = TOTAL.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
    u64::try_from(total).unwrap_or(0) <= CAP.load(Ordering::Relaxed)
}

/// Takes off the total.
pub(super) fn release(bytes: usize) {
    TOTAL.fetch_sub(i64::try_from(bytes).unwrap_or(i64::MAX), Ordering::Relaxed);
}

/// Notes what was asked for, and calls whoever wants to know; returns whether this thread is the first.
///
/// Another thread, and this one if whoever wants to know allocates, must not call it again.
pub(super) fn exceed(asked: usize) -> bool {
    if IS_EXCEEDED.swap(true, Ordering::Relaxed) {
        return false;
    }
    ASKED.store(asked, Ordering::Relaxed);
    if let Some(call) = ON_EXCEEDED.get() {
        call();
    }
    true
}

/// Sets what is called once before the process ends because of its cap, on the thread that asked for too much.
///
/// It is called inside the allocator: it must not allocate, print or lock, and may store into statics and write to
/// descriptors. Only the first that is set counts.
pub fn on_exceeded(call: fn()) {
    let _ = ON_EXCEEDED.set(call);
}

/// Returns why the process ends; `None` while it does not. Can be asked inside [`on_exceeded`].
pub fn exceeded() -> Option<Exceeded> {
    let asked = IS_EXCEEDED.load(Ordering::Relaxed).then(|| ASKED.load(Ordering::Relaxed))?;
    Some(Exceeded { asked: asked as u64, total: total(), cap: CAP.load(Ordering::Relaxed) })
}

/// Returns how many bytes the process has, of those allocated since there is a [cap](super::Heap::cap); 0 without a cap.
pub fn total() -> u64 {
    u64::try_from(TOTAL.load(Ordering::Relaxed)).unwrap_or(0)
}
