use std::fs;

/// Returns how many threads this process has beside the one that asks; none, if nobody can tell.
pub(super) fn others() -> usize {
    // Readable for everyone, unlike most of `/proc/self` once the process is not dumpable.
    fs::read_dir("/proc/self/task").map_or(0, |threads| threads.count().saturating_sub(1))
}

/// Returns why threads that ran before weaken the sandbox.
pub(super) fn reason(others: usize) -> String {
    format!("{others} more thread(s) ran before it was put up; call `process::enter` first in `main`")
}
