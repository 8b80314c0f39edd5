//! CPU time of the processes we have started and waited for, and of those they have.

use std::{fs, io};

/// What `sysconf(_SC_CLK_TCK)` says on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Returns the seconds so far, user and system; nothing but zero where there is no `/proc`.
pub(crate) fn children() -> io::Result<f64> {
    if !cfg!(target_os = "linux") {
        return Ok(0.0);
    }
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The second field is the program's name, in parentheses, and may have blanks.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    // `cutime` and `cstime` are the 16th and 17th of all.
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: f64 = ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}
