use crate::lock::lock;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(1);

/// What there was within the second that passes.
#[derive(Debug)]
struct Second {
    began: Instant,
    events: u64,
    bytes: u64,
}

impl Second {
    fn new() -> Self {
        Self { began: Instant::now(), events: 0, bytes: 0 }
    }

    /// Counts an event, unless there were too many.
    fn take(&mut self, bytes: u64, most: u64, most_bytes: u64) -> bool {
        if self.began.elapsed() >= WINDOW {
            *self = Self::new();
        }
        let fits = self.events < most && self.bytes.saturating_add(bytes) <= most_bytes;
        if fits {
            self.events += 1;
            self.bytes += bytes;
        }
        fits
    }
}

/// The limit of how often a worker asks.
#[derive(Debug)]
pub(super) struct AskLimit {
    most: u32,
    second: Mutex<Second>,
}

impl AskLimit {
    pub(super) fn new(most: u32) -> Self {
        Self { most, second: Mutex::new(Second::new()) }
    }

    /// Counts a question, unless there were too many within a second.
    pub(super) fn take(&self) -> bool {
        lock(&self.second).take(0, self.most.into(), u64::MAX)
    }
}

/// The limit of how much a plugin writes to its log: so many lines and bytes a second. What is left out is counted.
#[derive(Debug)]
pub struct LogLimit(Mutex<(Second, u64)>);

impl Default for LogLimit {
    fn default() -> Self {
        Self(Mutex::new((Second::new(), 0)))
    }
}

impl LogLimit {
    /// How many lines there may be a second.
    pub const MOST_LINES: u64 = 1_000;
    /// How many bytes all lines of a second may have.
    pub const MOST_BYTES: u64 = 1 << 20;
    /// How many bytes a line may have; the rest of it is cut off.
    pub const MOST_LINE_BYTES: usize = 16 * 1024;

    /// Counts a line; returns how many were left out before it, or `None` if it is to be left out itself. `before` is how many
    /// somebody else has left out.
    pub(super) fn take(&self, bytes: usize, before: u64) -> Option<u64> {
        let mut state = lock(&self.0);
        let (second, left_out) = &mut *state;
        *left_out = left_out.saturating_add(before);
        if second.take(bytes as u64, Self::MOST_LINES, Self::MOST_BYTES) {
            return Some(std::mem::take(left_out));
        }
        *left_out = left_out.saturating_add(1);
        None
    }

    /// Returns how many lines were left out since this was told last.
    pub(super) fn take_left_out(&self) -> u64 {
        std::mem::take(&mut lock(&self.0).1)
    }
}

/// Cuts a line of a log that is too long.
pub(super) fn cut(line: &mut String) {
    let all = line.len();
    if all <= LogLimit::MOST_LINE_BYTES {
        return;
    }
    // With room for what is said of the rest, so that the host does not cut it once more.
    let end = line.floor_char_boundary(LogLimit::MOST_LINE_BYTES - 40);
    line.truncate(end);
    // Writing into a text cannot fail.
    let _ = write!(line, "… ({} bytes more)", all - end);
}
