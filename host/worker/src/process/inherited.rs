//! Descriptors that a worker has from its host by accident.
//!
//! Some programs are started with open descriptors that every program they start inherits in turn: a socket that systemd
//! opened, a file that a shell redirected. A plugin must not find them.
//!
//! # Why this is sound
//!
//! A descriptor is closed here only if it is not marked close-on-exec. One with that mark cannot have survived the start of
//! this program, so somebody in it opened it and owns it, and it stays; `std`, rustix and tokio mark whatever they open.
//! One without the mark was there when the program began, and as [`enter`](super::enter) runs first in `main`, nothing has
//! taken it as its own yet. 0, 1 and 2 are never touched.
#![allow(unsafe_code, reason = "no type owns what is closed here; see the argument above")]

use rustix::fd::{BorrowedFd, FromRawFd, OwnedFd, RawFd};
use rustix::io::{FdFlags, fcntl_getfd};
use std::{fs, io};

#[cfg(target_os = "linux")]
const FOLDER: &str = "/proc/self/fd";
#[cfg(not(target_os = "linux"))]
const FOLDER: &str = "/dev/fd";

/// Closes what this program was started with, beside standard input, output and error.
pub(super) fn close() -> io::Result<()> {
    let mut open = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        open.extend(entry?.file_name().to_str().and_then(|name| name.parse::<RawFd>().ok()));
    }
    for number in open.into_iter().filter(|number| *number > 2) {
        // SAFETY: the number is that of a descriptor, or of none any more, as of the folder that was just read: then the
        // call says so. It is borrowed for this one call, which changes nothing.
        let flags = fcntl_getfd(unsafe { BorrowedFd::borrow_raw(number) });
        if flags.is_ok_and(|flags| !flags.contains(FdFlags::CLOEXEC)) {
            // SAFETY: it is open and not marked, so by the argument above nobody owns it.
            drop(unsafe { OwnedFd::from_raw_fd(number) });
        }
    }
    Ok(())
}
