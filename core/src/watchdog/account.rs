use super::slots;
use crate::lock::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU16, AtomicU64, Ordering};
use std::thread::panicking;
use std::time::Duration;

/// The number of accounts; plugins beyond it have none, and what they take counts as the host's.
const ACCOUNTS: usize = 1024;
/// The number of serials whose account is known without a lock; code with a higher one counts as the host's.
const SERIALS: usize = 1 << 16;

static COUNTERS: [Counters; ACCOUNTS] = [const { Counters::new() }; ACCOUNTS];
/// The account of the code with each serial.
static OF_SERIAL: [AtomicU16; SERIALS] = [const { AtomicU16::new(0) }; SERIALS];
/// The ids of plugins, in the order of their accounts from 1.
static OWNERS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// The account of a plugin: what it has of the heap, and what it has taken of processors, in this process.
///
/// Live sets that have a plugin of the same id share its account. Memory is counted by the allocator of the binary, if that
/// is one which counts, such as `Heap` of `hookwire-worker`: it asks for the [current](Account::current) account, and notes the
/// account beside each block, so that the block is taken off again from the account it was put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account(u16);

/// The memory of a plugin, as the allocator has counted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct MemoryUsage {
    /// How many bytes it has now.
    pub bytes: u64,
    /// How many it had at most.
    pub peak: u64,
    /// How often it has allocated.
    pub allocations: u64,
}

// A line of the cache each, as threads count for different plugins at the same time.
#[repr(align(64))]
struct Counters {
    /// Negative for a moment, where a block is freed on another thread before it is counted.
    bytes: AtomicI64,
    peak: AtomicI64,
    allocations: AtomicU64,
    cpu_nanos: AtomicU64,
    /// The budget of one call; 0 if there is none.
    call_nanos: AtomicU64,
}

impl Counters {
    const fn new() -> Self {
        Self {
            bytes: AtomicI64::new(0),
            peak: AtomicI64::new(0),
            allocations: AtomicU64::new(0),
            cpu_nanos: AtomicU64::new(0),
            call_nanos: AtomicU64::new(0),
        }
    }

    #[inline]
    fn add(&self, bytes: i64) {
        let now = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if now > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(now, Ordering::Relaxed);
        }
    }
}

impl Account {
    /// The account of the host, on which nothing is counted.
    pub const HOST: Self = Self(0);

    /// Returns the account of the plugin whose code is polled on this thread.
    ///
    /// Neither allocates nor locks nor has any effect, so that an allocator may ask, also while a thread ends. While the
    /// thread panics it is the host's: the symbols that a panic's backtrace loads stay for all.
    #[inline]
    pub fn current() -> Self {
        match slots::polled() {
            0 => Self::HOST,
            _ if panicking() => Self::HOST,
            serial => Self::of_serial(serial),
        }
    }

    /// Notes a new block.
    #[inline]
    pub fn allocated(self, bytes: usize) {
        if let Some(counters) = self.counters() {
            counters.allocations.fetch_add(1, Ordering::Relaxed);
            counters.add(signed(bytes));
        }
    }

    /// Notes that a block of this account was freed.
    #[inline]
    pub fn freed(self, bytes: usize) {
        if let Some(counters) = self.counters() {
            counters.bytes.fetch_sub(signed(bytes), Ordering::Relaxed);
        }
    }

    /// Notes that a block of this account has another size.
    #[inline]
    pub fn resized(self, from: usize, to: usize) {
        if let Some(counters) = self.counters() {
            counters.add(signed(to) - signed(from));
        }
    }

    /// Returns the account of a plugin.
    pub(super) fn of(plugin: &'static str) -> Self {
        let mut owners = lock(&OWNERS);
        let index = owners.iter().position(|owner| *owner == plugin).unwrap_or_else(|| {
            if owners.len() + 1 < ACCOUNTS {
                owners.push(plugin);
                return owners.len() - 1;
            }
            tracing::warn!(plugin, "what it takes is not counted: {} plugins are already", owners.len());
            ACCOUNTS
        });
        u16::try_from(index + 1).map_or(Self::HOST, |number| Self(number).checked())
    }

    /// Returns the account of the code with a serial.
    #[inline]
    pub(super) fn of_serial(serial: u32) -> Self {
        OF_SERIAL.get(serial as usize).map_or(Self::HOST, |account| Self(account.load(Ordering::Relaxed)))
    }

    /// Notes whose the code with a serial is.
    pub(super) fn assign(self, serial: u32) {
        if let Some(account) = OF_SERIAL.get(serial as usize) {
            account.store(self.0, Ordering::Relaxed);
        }
    }

    /// Returns what the plugin has of the heap.
    pub(super) fn memory(self) -> MemoryUsage {
        let Some(counters) = self.counters() else { return MemoryUsage::default() };
        let unsigned = |value: &AtomicI64| u64::try_from(value.load(Ordering::Relaxed)).unwrap_or(0);
        MemoryUsage {
            bytes: unsigned(&counters.bytes),
            peak: unsigned(&counters.peak),
            allocations: counters.allocations.load(Ordering::Relaxed),
        }
    }

    /// Notes that the plugin has used a processor.
    pub(super) fn used_cpu(self, time: Duration) {
        if let Some(counters) = self.counters() {
            counters.cpu_nanos.fetch_add(nanos(time), Ordering::Relaxed);
        }
    }

    /// Returns how long the plugin has used processors.
    pub(super) fn cpu(self) -> Duration {
        let nanos = self.counters().map_or(0, |it| it.cpu_nanos.load(Ordering::Relaxed));
        Duration::from_nanos(nanos)
    }

    /// Sets how long one call of the plugin may use a processor.
    fn limit_calls(self, limit: Option<Duration>) {
        if let Some(counters) = self.counters() {
            counters.call_nanos.store(limit.map_or(0, |limit| nanos(limit).max(1)), Ordering::Relaxed);
        }
    }

    /// Returns how long one call of the plugin may use a processor, if that is limited.
    pub(super) fn call_limit(self) -> Option<Duration> {
        let nanos = self.counters()?.call_nanos.load(Ordering::Relaxed);
        (nanos > 0).then(|| Duration::from_nanos(nanos))
    }

    /// Returns nothing for the host, nor for a number that no account has: it may come from memory that was overwritten.
    #[inline]
    fn counters(self) -> Option<&'static Counters> {
        if self == Self::HOST { None } else { COUNTERS.get(usize::from(self.0)) }
    }

    fn checked(self) -> Self {
        if usize::from(self.0) < ACCOUNTS { self } else { Self::HOST }
    }
}

/// Returns every account, by plugin, in the order they were opened.
pub(super) fn accounts() -> Vec<(&'static str, Account)> {
    let owners = lock(&OWNERS).clone();
    let numbered = (1..).zip(owners).map(|(number, owner)| (owner, Account(number)));
    numbered.collect()
}

/// Sets how long one call of a plugin may use a processor; chains that are made from now on and further calls know it.
pub(crate) fn limit_calls(plugin: &'static str, limit: Option<Duration>) {
    Account::of(plugin).limit_calls(limit);
}

/// No block is larger than half of the address space.
#[inline]
#[allow(clippy::cast_possible_wrap, reason = "see above")]
fn signed(bytes: usize) -> i64 {
    bytes as i64
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
