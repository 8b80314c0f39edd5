//! The variable that marks a process as a worker; it holds the host's process number.

use std::env;

pub(super) const VARIABLE: &str = "HOOKWIRE_WORKER";

/// Returns the value that a worker of this process is started with.
pub(super) fn value() -> String {
    std::process::id().to_string()
}

/// Returns whether this process was started as a worker, whether it has become one or not.
pub(super) fn is_worker() -> bool {
    let parent = rustix::process::getppid().map(|parent| parent.as_raw_nonzero().get().unsigned_abs());
    host().is_some_and(|host| parent == Some(host))
}

/// Returns the number of the process that started this one as a worker.
pub(super) fn host() -> Option<u32> {
    env::var(VARIABLE).ok()?.parse().ok()
}
