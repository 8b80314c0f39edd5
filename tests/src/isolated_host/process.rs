use std::fs;
use std::path::Path;

/// What `/proc` tells of a process.
#[derive(Debug, Clone, Default)]
pub struct ProcessState {
    /// The bytes of memory that it has in use.
    pub resident: u64,
    /// How many descriptors it has open.
    pub descriptors: usize,
    /// How many threads it has.
    pub threads: usize,
    /// Whether it ignores `SIGTERM`, or one of its threads blocks it.
    pub is_deaf: bool,
    /// The other processes of its session, those that have ended and that nobody has waited for included.
    pub others: usize,
}

impl ProcessState {
    /// Looks at a process; what is gone has nothing.
    pub fn of(process: u32) -> Self {
        let folder = Path::new("/proc").join(process.to_string());
        let count = |name: &str| fs::read_dir(folder.join(name)).map_or(0, Iterator::count);
        Self {
            resident: resident(&folder),
            descriptors: count("fd"),
            threads: count("task"),
            is_deaf: is_deaf(&folder),
            others: in_session(process).len().saturating_sub(1),
        }
    }
}

/// Returns the processes of a session.
pub fn in_session(session: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let processes = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    processes.filter(|process| session_of(*process) == Some(session)).collect()
}

fn session_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may have blanks: behind it come state, parent, group, session.
    stat.rsplit_once(')')?.1.split_whitespace().nth(3)?.parse().ok()
}

fn resident(folder: &Path) -> u64 {
    let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() << 10
}

/// Returns whether `SIGTERM`, the fifteenth signal, is ignored, or blocked by a thread.
fn is_deaf(folder: &Path) -> bool {
    let Ok(tasks) = fs::read_dir(folder.join("task")) else { return false };
    tasks.filter_map(Result::ok).any(|task| {
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        let masks = status
            .lines()
            .filter_map(|line| line.strip_prefix("SigBlk:").or_else(|| line.strip_prefix("SigIgn:")));
        let is_set =
            |mask: &str| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & (1 << 14) != 0);
        masks.into_iter().any(is_set)
    })
}
