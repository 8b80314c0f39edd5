//! The variable that marks a process as a worker; it holds the host's process number.

use std::env;

pub(super) const VARIABLE: &str = "HOOKWIRE_WORKER";

/// Returns the value that a worker of this process is started with.
pub(super) fn value() -> String {
    std::process::id().to_string()
}

/// Returns the number of the process that started this one as a worker.
pub(super) fn host() -> Option<u32> {
    env::var(VARIABLE).ok()?.parse().ok()
}
