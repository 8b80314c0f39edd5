use hookwire::remote::RemoteError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The room that the questions of one worker take in the host's memory while they are answered. What one question has taken is
/// free again when it is dropped.
#[derive(Debug)]
pub struct Room {
    limit: Option<Limit>,
    taken: usize,
}

#[derive(Debug, Clone)]
struct Limit {
    most: usize,
    most_at_once: usize,
    taken: Arc<AtomicUsize>,
}

impl Room {
    /// Makes room without an end, for what the host sends to a worker: the worker's heap has a limit of its own.
    pub fn endless() -> Self {
        Self { limit: None, taken: 0 }
    }

    /// Makes room for one question of at most `most` bytes; all those that share `taken` have at most `most_at_once` together.
    pub fn within(most: usize, most_at_once: usize, taken: &Arc<AtomicUsize>) -> Self {
        Self { limit: Some(Limit { most, most_at_once, taken: Arc::clone(taken) }), taken: 0 }
    }

    /// Takes some more.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), RemoteError> {
        let Some(Limit { most, most_at_once, taken }) = &self.limit else { return Ok(()) };
        let of_one = self.taken.saturating_add(bytes);
        if of_one > *most {
            return Err(full(format!("a plugin in a worker asks with more than {most} bytes, the limit")));
        }
        let before = taken.fetch_add(bytes, Ordering::Relaxed);
        // Noted at once, so that the drop gives it back also where it is too much.
        self.taken = of_one;
        if before.saturating_add(bytes) > *most_at_once {
            let why = "what a plugin in a worker asks at once has more than";
            return Err(full(format!("{why} {most_at_once} bytes, the limit; ask one after the other")));
        }
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(limit) = &self.limit {
            limit.taken.fetch_sub(self.taken, Ordering::Relaxed);
        }
    }
}

fn full(message: String) -> RemoteError {
    RemoteError::Failed { message, causes: Vec::new() }
}
