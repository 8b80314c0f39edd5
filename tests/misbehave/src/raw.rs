//! What only unsafe code can do wrong. Nothing here is sound, on purpose: what each block breaks is what it is for.
#![allow(unsafe_code, reason = "a plugin that misbehaves has no manners")]

use crate::bounds;
use crate::residue::CANARY;
use std::ffi::c_int;
use std::io::{Error, Result};
use std::ptr;

/// Writes to a field of what a null pointer points to: at 0 itself the compiler's own check would be quicker.
pub(crate) fn write_to_null() {
    // SAFETY: none; the fault is the point.
    unsafe { ptr::write_volatile(ptr::without_provenance_mut::<u8>(8), 1) }
}

/// Reads from an address that no process has.
pub(crate) fn read_wildly() -> u8 {
    // SAFETY: none; the fault is the point.
    unsafe { ptr::read_volatile(ptr::without_provenance::<u8>(0x1000_0000_0010)) }
}

/// Changes a value that belongs to somebody else, as a stray pointer does.
pub(crate) fn corrupt() {
    let stray = (&raw const CANARY).cast_mut().cast::<u64>();
    // SAFETY: the value is an atomic and stands in memory that can be written; it is only not ours.
    unsafe { ptr::write_volatile(stray, 0) }
}

/// Makes a process that sleeps, or ends at once, and returns its id.
pub(crate) fn fork(sleeps: bool) -> Result<i32> {
    // SAFETY: the child calls nothing but `sleep` and `_exit`, which a child of many threads may.
    match unsafe { libc::fork() } {
        -1 => Err(Error::last_os_error()),
        0 => unsafe {
            if sleeps {
                libc::sleep(bounds::PROCESS_LIFE);
            }
            libc::_exit(0)
        },
        child => Ok(child),
    }
}

/// Sends a signal to a process.
pub(crate) fn kill(process: i32, signal: c_int) -> Result<()> {
    // SAFETY: the call has no memory of ours.
    done(unsafe { libc::kill(process, signal) })
}

/// Stops this process.
pub(crate) fn stop() -> Result<()> {
    // SAFETY: as `kill`.
    done(unsafe { libc::raise(libc::SIGSTOP) })
}

/// Closes every descriptor.
pub(crate) fn close_all() {
    for descriptor in 0..4096 {
        // SAFETY: none; others own these.
        unsafe { libc::close(descriptor) };
    }
}

/// Writes to every descriptor that takes it, from 1; returns how many took it.
pub(crate) fn write_to_all(bytes: &[u8]) -> usize {
    let takes = |descriptor: &c_int| {
        // SAFETY: the bytes are there; whose descriptor it is, nobody asks.
        unsafe { libc::write(*descriptor, bytes.as_ptr().cast(), bytes.len()) > 0 }
    };
    (1..1024).filter(takes).count()
}

/// Blocks every signal on this thread.
pub(crate) fn block_signals() -> Result<()> {
    // SAFETY: the set is made by `sigfillset` before it is read.
    unsafe {
        let mut all = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        done(libc::pthread_sigmask(libc::SIG_BLOCK, &raw const all, ptr::null_mut()))
    }
}

/// Has the process ignore a signal.
pub(crate) fn ignore(signal: c_int) -> Result<()> {
    // SAFETY: `SIG_IGN` is no function of ours.
    match unsafe { libc::signal(signal, libc::SIG_IGN) } {
        libc::SIG_ERR => Err(Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Has faults of memory answered by a function that does not return for a long time.
pub(crate) fn loop_on_faults() -> Result<()> {
    extern "C" fn wait(_: c_int) {
        let since = std::time::Instant::now();
        while since.elapsed() < bounds::LOOP {}
    }
    // SAFETY: the function has the right type, and takes nothing but time.
    match unsafe { libc::signal(libc::SIGSEGV, wait as *const () as libc::sighandler_t) } {
        libc::SIG_ERR => Err(Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Changes the environment of the process.
pub(crate) fn set_environment() {
    // SAFETY: none; other threads may read it.
    unsafe { std::env::set_var("HOOKWIRE_MISBEHAVED", "yes") }
}

/// Raises a limit of the process by one: one that has room up to what the process may set, or that of descriptors beyond it.
pub(crate) fn raise_limit() -> Result<()> {
    let all =
        [libc::RLIMIT_NOFILE, libc::RLIMIT_STACK, libc::RLIMIT_CORE, libc::RLIMIT_DATA, libc::RLIMIT_FSIZE];
    let has_room =
        |resource: &libc::__rlimit_resource_t| limit(*resource).is_ok_and(|it| it.rlim_cur < it.rlim_max);
    let resource = all.into_iter().find(has_room).unwrap_or(libc::RLIMIT_NOFILE);
    let mut raised = limit(resource)?;
    if raised.rlim_cur == raised.rlim_max {
        raised.rlim_max += 1;
    }
    raised.rlim_cur += 1;
    // SAFETY: the limit is there.
    done(unsafe { libc::setrlimit(resource, &raw const raised) })
}

fn limit(resource: libc::__rlimit_resource_t) -> Result<libc::rlimit> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the limit is there.
    done(unsafe { libc::getrlimit(resource, &raw mut limit) })?;
    Ok(limit)
}

/// Attaches to a process as a debugger, and lets it go.
pub(crate) fn trace(process: i32) -> Result<()> {
    let none = ptr::null_mut::<libc::c_void>();
    // SAFETY: neither call reads or writes memory of ours.
    unsafe {
        if libc::ptrace(libc::PTRACE_SEIZE, process, none, none) == -1 {
            return Err(Error::last_os_error());
        }
        libc::ptrace(libc::PTRACE_DETACH, process, none, none);
    }
    Ok(())
}

/// Reads a number from the memory of a process.
pub(crate) fn read_memory(process: i32, address: u64) -> Result<u64> {
    let mut value = 0_u64;
    let size = size_of::<u64>();
    let ours = libc::iovec { iov_base: (&raw mut value).cast(), iov_len: size };
    let theirs = libc::iovec {
        iov_base: ptr::without_provenance_mut(usize::try_from(address).unwrap_or(0)),
        iov_len: size,
    };
    // SAFETY: `ours` is the eight bytes of `value`.
    let read = unsafe { libc::process_vm_readv(process, &raw const ours, 1, &raw const theirs, 1, 0) };
    if read == -1 { Err(Error::last_os_error()) } else { Ok(value) }
}

fn done(status: c_int) -> Result<()> {
    if status == 0 { Ok(()) } else { Err(Error::last_os_error()) }
}
