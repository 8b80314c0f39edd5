//! A page of memory that the host and one worker share, and that outlives the worker.
//!
//! # Why this is sound
//!
//! 1. **The memory.** [`Page`] maps a file of at least `size_of::<Words>()` bytes and keeps the mapping until it is dropped.
//!    The file cannot shrink under it, which would make every access a `SIGBUS`: on Linux it is sealed against that, and
//!    [`Page::open`] takes no file without the seal; elsewhere a shared-memory object can be sized once only.
//! 2. **The type.** A mapping begins at a page, so it is aligned for [`Words`]; every pattern of bits is a valid `u64`, so
//!    whatever the other process writes, [`Words`] stays valid.
//! 3. **Races.** Nothing but atomics is ever read or written there, by either process, and the other one may be hostile:
//!    values are numbers that are looked at, never indices or pointers.
//! 4. **Threads.** The pointer is only ever used as `&Words`, which is `Sync`, so `Page` may be sent and shared.
#![allow(unsafe_code, reason = "see the argument above; all of the page is in this file")]

use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{fstat, ftruncate};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use std::io;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicU64, Ordering};

/// A thread of a worker that polls calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The one that runs the runtime.
    Main,
    /// The one that serves calls for which the host blocks.
    Sync,
}

/// Why a worker ended itself, as far as it could still say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Its heap reached the cap.
    HeapCap,
}

/// All zero when the file is new.
#[repr(C)]
#[derive(Debug)]
struct Words {
    calls: [AtomicU64; 2],
    reason: AtomicU64,
}

const HEAP_CAP: u64 = 1;

/// The page that a host and one worker share: which call each thread of the worker polls, and why the worker ended itself.
///
/// The worker writes it, without a system call and without allocating; the host reads it, above all after the worker's
/// death. A worker can write there what it likes: the page tells who is probably guilty, not who is.
#[derive(Debug)]
pub struct Page {
    words: NonNull<Words>,
}

// SAFETY: point 4 above.
unsafe impl Send for Page {}
// SAFETY: point 4 above.
unsafe impl Sync for Page {}

impl Page {
    /// Makes a page, and the file by which another process opens it.
    pub(super) fn create() -> io::Result<(Self, OwnedFd)> {
        let file = new_file()?;
        let page = Self::open(&file)?;
        Ok((page, file))
    }

    /// Maps the page of a file that another process made.
    pub(super) fn open(file: &OwnedFd) -> io::Result<Self> {
        let size = size_of::<Words>();
        let has = usize::try_from(fstat(file)?.st_size).unwrap_or_default();
        if has < size || !keeps_its_size(file) {
            return Err(io::Error::other("the shared page is too small, or may shrink"));
        }
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: the kernel chooses the place, so no memory that is in use is mapped over.
        let memory = unsafe { mmap(null_mut(), size, access, MapFlags::SHARED, file.as_fd(), 0)? };
        let words =
            NonNull::new(memory.cast()).ok_or_else(|| io::Error::other("the page is at address 0"))?;
        Ok(Self { words })
    }

    /// Says which call a thread polls from now on, and returns the one of before; 0 is none.
    pub fn poll(&self, slot: Slot, call: u64) -> u64 {
        self.call(slot).swap(call, Ordering::AcqRel)
    }

    /// Returns the call that a thread polls, or polled when the worker died.
    pub fn polled(&self, slot: Slot) -> Option<u64> {
        Some(self.call(slot).load(Ordering::Acquire)).filter(|call| *call != 0)
    }

    /// Says why the worker is about to end itself.
    pub fn set_reason(&self, reason: Reason) {
        let word = match reason {
            Reason::HeapCap => HEAP_CAP,
        };
        self.words().reason.store(word, Ordering::Release);
    }

    /// Returns why the worker ended itself, if it said so.
    pub fn reason(&self) -> Option<Reason> {
        (self.words().reason.load(Ordering::Acquire) == HEAP_CAP).then_some(Reason::HeapCap)
    }

    fn call(&self, slot: Slot) -> &AtomicU64 {
        let [main, sync] = &self.words().calls;
        match slot {
            Slot::Main => main,
            Slot::Sync => sync,
        }
    }

    fn words(&self) -> &Words {
        // SAFETY: points 1 to 3 above; the mapping lives as long as `self`.
        unsafe { self.words.as_ref() }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // SAFETY: it was mapped with this size, and no reference to it outlives `self`. A failure leaves it mapped.
        let _ = unsafe { munmap(self.words.as_ptr().cast(), size_of::<Words>()) };
    }
}

#[cfg(target_os = "linux")]
fn new_file() -> io::Result<OwnedFd> {
    use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
    let file = memfd_create("hookwire-page", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
    ftruncate(&file, size_of::<Words>() as u64)?;
    fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
    Ok(file)
}

#[cfg(target_os = "linux")]
fn keeps_its_size(file: &OwnedFd) -> bool {
    use rustix::fs::{SealFlags, fcntl_get_seals};
    fcntl_get_seals(file).is_ok_and(|seals| seals.contains(SealFlags::SHRINK))
}

#[cfg(not(target_os = "linux"))]
fn new_file() -> io::Result<OwnedFd> {
    use rustix::shm;
    use std::sync::atomic::AtomicU32;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("/hookwire-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let flags = shm::OFlags::CREATE | shm::OFlags::EXCL | shm::OFlags::RDWR;
    let file = shm::open(name.as_str(), flags, shm::Mode::RUSR | shm::Mode::WUSR)?;
    shm::unlink(name.as_str())?;
    ftruncate(&file, size_of::<Words>() as u64)?;
    Ok(file)
}

#[cfg(not(target_os = "linux"))]
fn keeps_its_size(_: &OwnedFd) -> bool {
    true
}
