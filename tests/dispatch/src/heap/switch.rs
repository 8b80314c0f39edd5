//! A global allocator that is one of four, as the program says.

#![allow(unsafe_code, reason = "an allocator is unsafe to implement")]

use hookwire_worker::Heap;
use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};

#[global_allocator]
pub(crate) static SWITCH: Switch = Switch(AtomicU8::new(0));

static SYSTEM: Heap<System> = Heap::over(System);
static MIMALLOC: Heap<MiMalloc> = Heap::over(MiMalloc);

#[derive(Clone, Copy)]
pub(crate) enum Allocator {
    System,
    CountedSystem,
    Mimalloc,
    CountedMimalloc,
}

impl Allocator {
    pub(crate) const EACH: [Self; 4] =
        [Self::System, Self::CountedSystem, Self::Mimalloc, Self::CountedMimalloc];
}

impl fmt::Display for Allocator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "system",
            Self::CountedSystem => "counted",
            Self::Mimalloc => "mimalloc",
            Self::CountedMimalloc => "counted mimalloc",
        })
    }
}

pub(crate) struct Switch(AtomicU8);

impl Switch {
    /// Runs something under an allocator. It must free all that it allocates, and nothing else, or blocks are given back to an
    /// allocator that they are not from.
    pub(crate) fn within<T: Copy>(&self, allocator: Allocator, run: impl FnOnce() -> T) -> T {
        self.0.store(allocator as u8, Ordering::Relaxed);
        let result = run();
        self.0.store(Allocator::System as u8, Ordering::Relaxed);
        result
    }

    #[inline]
    fn chosen(&self) -> &'static dyn GlobalAlloc {
        match self.0.load(Ordering::Relaxed) {
            0 => &System,
            1 => &SYSTEM,
            2 => &MiMalloc,
            _ => &MIMALLOC,
        }
    }
}

// SAFETY: every method hands its arguments to one of four allocators unchanged; by `within`, it is the one that a block is from,
// as no other thread runs.
unsafe impl GlobalAlloc for Switch {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { self.chosen().alloc(layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { self.chosen().alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { self.chosen().realloc(block, layout, size) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: by the caller.
        unsafe { self.chosen().dealloc(block, layout) }
    }
}
