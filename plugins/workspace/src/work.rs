use crate::error::FileError;
use hookwire::cx::Cancel;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::spawn_blocking;

/// Tells work on a thread of its own that nobody waits for it any more.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    cancel: Cancel,
    dropped: Arc<AtomicBool>,
}

impl Stop {
    /// To be asked between two steps.
    pub(crate) fn check(&self) -> Result<(), FileError> {
        let stopped = self.cancel.is_cancelled() || self.dropped.load(Ordering::Relaxed);
        if stopped { Err(FileError::Cancelled) } else { Ok(()) }
    }
}

struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs work with files where it may wait for the disk.
pub(crate) async fn run<T: Send + 'static>(
    cancel: &Cancel,
    work: impl FnOnce(&Stop) -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    let stop = Stop { cancel: cancel.clone(), dropped: Arc::default() };
    let _dropped = OnDrop(Arc::clone(&stop.dropped));
    let done = spawn_blocking(move || work(&stop)).await;
    done.unwrap_or_else(|stopped| {
        Err(FileError::Io { doing: "worked with", path: ".".into(), source: stopped.into() })
    })
}
