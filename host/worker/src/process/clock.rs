//! The processor time of another process.
//!
//! # Why this is sound
//!
//! The two functions of the C library write to the places that they are given and to nothing else; both places are local
//! and of the right type, and are read only when the call says that it wrote them. A number of a process that is gone
//! gives an error.
#![allow(unsafe_code, reason = "rustix cannot name the clock of another process; see the argument above")]

use rustix::process::Pid;
use std::time::Duration;

/// Returns the processor time that a process has used, in all its threads, if it is there.
#[cfg(target_os = "linux")]
pub(super) fn cpu_time(pid: Pid) -> Option<Duration> {
    let mut clock: libc::clockid_t = 0;
    // SAFETY: `clock` is a live `clockid_t`, which is all that this call writes to.
    if unsafe { libc::clock_getcpuclockid(pid.as_raw_nonzero().get(), &raw mut clock) } != 0 {
        return None;
    }
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a live `timespec`, which is all that this call writes to.
    if unsafe { libc::clock_gettime(clock, &raw mut time) } != 0 {
        return None;
    }
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

/// No other system has such a clock.
#[cfg(not(target_os = "linux"))]
pub(super) fn cpu_time(_: Pid) -> Option<Duration> {
    None
}
