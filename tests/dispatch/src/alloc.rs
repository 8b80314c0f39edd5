//! Counts the allocations of the current thread.

#![allow(unsafe_code, reason = "an allocator is unsafe to implement")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

#[global_allocator]
static GLOBAL: Counting = Counting;

// A thread-local cell, because an atomic add would be charged to those that allocate.
thread_local!(static COUNT: Cell<u64> = const { Cell::new(0) });

struct Counting;

/// Returns how often this thread has allocated or reallocated so far.
pub(crate) fn count() -> u64 {
    COUNT.get()
}

fn bump() {
    COUNT.set(COUNT.get() + 1);
}

// SAFETY: every method hands its arguments to `System` unchanged; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        bump();
        // SAFETY: by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        bump();
        // SAFETY: by the caller.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        bump();
        // SAFETY: by the caller.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: by the caller.
        unsafe { System.dealloc(block, layout) }
    }
}
