//! The one file of the heap with `unsafe` code, and the argument for it.
//!
//! Each block that is given out lies inside a larger one of the allocator beneath:
//!
//! ```text
//! start                        given out
//! | (offset - 16 bytes) | Header |  the caller's bytes …
//! ```
//!
//! 1. `offset` is 16, or the alignment where that is more: a function of the caller's layout alone, which by `GlobalAlloc`'s contract
//!    is the same when a block is given back or resized. So `start` is found again from what is given out, and the layout
//!    beneath is the one that `start` was allocated with.
//! 2. The layout beneath is aligned to at least 16 and to the caller's alignment, and `offset` is a multiple of that: what is
//!    given out is aligned as asked. `offset + size` is checked for overflow where the layout is made.
//! 3. The header lies in the 16 bytes before what is given out, which are inside the block beneath (`offset` is at least 16) and
//!    aligned to 16, as `offset` and `start` are. It is written before the block is given out, and no one but this file touches it
//!    while the block lives. It is plain numbers: where a wild write has changed it, a wrong number is counted or none, and nothing
//!    else goes wrong.
//! 4. No method unwinds or allocates: counting is arithmetic on atomics without overflow checks (`fetch_add` wraps), and what is asked of
//!    the slot of the thread (`Account::current`) reads a thread-local without destructor. Where a cap is exceeded, `_exit`
//!    ends the process, which is async-signal-safe and runs no code of the program.
#![allow(unsafe_code, reason = "see the argument above")]

use super::cap::{self, Counting};
use hookwire::watchdog::{self, Account};
use std::alloc::{GlobalAlloc, Layout};
use std::ptr;

#[cfg(feature = "mimalloc")]
type Beneath = mimalloc::MiMalloc;
#[cfg(not(feature = "mimalloc"))]
type Beneath = std::alloc::System;

/// The exit code of a process that has reached its cap.
pub const EXIT_CODE: i32 = 77;

/// What stands before each block.
#[derive(Clone, Copy)]
#[repr(C, align(16))]
struct Header {
    account: Account,
    /// 1 if the block is part of the total, which only those are that were allocated or resized under a cap. No `bool`, which
    /// must not have any value.
    in_total: u8,
}

/// An allocator that counts what each plugin has, over another one: mimalloc with the feature `mimalloc`, else that of the
/// system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heap<A = Beneath>(A);

impl Heap {
    /// Makes the allocator over the one of this crate's features.
    pub const fn new() -> Self {
        #[cfg(feature = "mimalloc")]
        return Self(mimalloc::MiMalloc);
        #[cfg(not(feature = "mimalloc"))]
        return Self(std::alloc::System);
    }

    /// Returns whether the allocator of this process is a [`Heap`].
    pub fn is_installed() -> bool {
        cap::has_begun()
    }

    /// Sets how many bytes the whole process may have beyond those that it has now. For workers: past it, the process ends with
    /// [`EXIT_CODE`], and so it does where the system has no memory left.
    pub fn cap(bytes: u64) {
        cap::set(bytes);
    }
}

impl<A> Heap<A> {
    /// Makes the allocator over another one.
    pub const fn over(beneath: A) -> Self {
        Self(beneath)
    }
}

// SAFETY: see the argument at the head of the file.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Heap<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((beneath, offset)) = beneath(layout) else { return refuse(layout.size()) };
        let header = admit(layout.size());
        // SAFETY: the layout has a size, as the offset is part of it.
        let start = unsafe { self.0.alloc(beneath) };
        // SAFETY: `start` is of the layout beneath, or null.
        unsafe { give_out(start, offset, layout.size(), header) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let Some((beneath, offset)) = beneath(layout) else { return refuse(layout.size()) };
        let header = admit(layout.size());
        // SAFETY: as in `alloc`.
        let start = unsafe { self.0.alloc_zeroed(beneath) };
        // SAFETY: as in `alloc`; only the header, which is not the caller's, is written.
        unsafe { give_out(start, offset, layout.size(), header) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let Some((beneath, offset)) = beneath(layout) else { return };
        // SAFETY: the block was given out under this layout (1), so its header is there (3).
        let Header { account, in_total } = unsafe { header(block).read() };
        account.freed(layout.size());
        if in_total != 0 {
            cap::release(layout.size());
        }
        // SAFETY: this is where the block beneath starts, and its layout (1).
        unsafe { self.0.dealloc(block.sub(offset), beneath) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let larger = Layout::from_size_align(size, layout.align()).ok();
        let (Some((old, offset)), Some((new, _))) = (beneath(layout), larger.and_then(beneath)) else {
            return refuse(size);
        };
        // SAFETY: as in `dealloc`.
        let Header { account, in_total } = unsafe { header(block).read() };
        let header = Header { account, in_total: readmit(in_total, layout.size(), size) };
        // SAFETY: as in `dealloc`; the new size has an offset of the same alignment in it, so it is the same.
        let start = unsafe { self.0.realloc(block.sub(offset), old, new.size()) };
        if start.is_null() {
            return refuse(size);
        }
        account.resized(layout.size(), size);
        // SAFETY: `start` is of the new layout, whose offset is the same.
        unsafe { put(start, offset, header) }
    }
}

/// Returns the layout of the block beneath and the offset of what is given out.
#[inline]
fn beneath(layout: Layout) -> Option<(Layout, usize)> {
    let offset = layout.align().max(align_of::<Header>());
    let size = layout.size().checked_add(offset)?;
    Some((Layout::from_size_align(size, offset).ok()?, offset))
}

/// Returns where the header of a block is.
///
/// # Safety
/// The block was given out by a `Heap`.
#[inline]
unsafe fn header(block: *mut u8) -> *mut Header {
    // SAFETY: the bytes before the block are inside the block beneath (3).
    unsafe { block.sub(size_of::<Header>()).cast() }
}

/// Writes the header of a block, and counts it.
///
/// # Safety
/// `start` is null or a block of a layout that `beneath` has returned with this offset.
#[inline]
unsafe fn give_out(start: *mut u8, offset: usize, size: usize, header: Header) -> *mut u8 {
    if start.is_null() {
        return refuse(size);
    }
    header.account.allocated(size);
    // SAFETY: by the caller.
    unsafe { put(start, offset, header) }
}

/// Writes the header of a block, and returns what is given out.
///
/// # Safety
/// `start` is a block of a layout that `beneath` has returned with this offset.
#[inline]
unsafe fn put(start: *mut u8, offset: usize, value: Header) -> *mut u8 {
    // SAFETY: the offset is inside the block (2), and the header before it as well (3).
    unsafe {
        let block = start.add(offset);
        header(block).write(value);
        block
    }
}

/// Decides whose a new block is; does not return if the process may not have it.
#[inline]
fn admit(size: usize) -> Header {
    let account = Account::current();
    let in_total = match cap::counting() {
        Counting::Plugins => 0,
        Counting::Total => {
            if !cap::admit(size) {
                end(size);
            }
            1
        }
        Counting::First => {
            cap::begin();
            watchdog::memory_is_counted();
            0
        }
    };
    Header { account, in_total }
}

/// Takes the new size of a block into the total, if there is a cap; does not return if the process may not have it.
#[inline]
fn readmit(in_total: u8, from: usize, to: usize) -> u8 {
    let counts = matches!(cap::counting(), Counting::Total);
    if !counts && in_total == 0 {
        return 0;
    }
    if in_total != 0 {
        cap::release(from);
    }
    if !cap::admit(to) {
        end(to);
    }
    1
}

/// There is no memory for this, which ends a process with a cap; others are told by null.
#[cold]
fn refuse(size: usize) -> *mut u8 {
    if let Counting::Total = cap::counting() {
        end(size);
    }
    ptr::null_mut()
}

/// Ends the process because of its memory.
#[cold]
fn end(asked: usize) -> ! {
    if !cap::exceed(asked) {
        // The first one says why, and ends all; unless this is the first one, which allocates where it must not.
        for _ in 0..1000 {
            std::thread::yield_now();
        }
    }
    // SAFETY: `_exit` may be called anywhere (4).
    unsafe { libc::_exit(EXIT_CODE) }
}
