use crate::error::FileError;
use hookwire::cx::Cancel;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::spawn_blocking;

/// A flag for blocking work: whether the request was cancelled or the caller has gone away.
#[derive(Debug, Clone)]
pub(crate) struct Cancellation {
    cancel: Cancel,
    caller_gone: Arc<AtomicBool>,
}

impl Cancellation {
    /// Returns an error if nobody waits for the result any more; to be called between two steps of the work.
    pub(crate) fn check(&self) -> Result<(), FileError> {
        let cancelled = self.cancel.is_cancelled() || self.caller_gone.load(Ordering::Relaxed);
        if cancelled { Err(FileError::Cancelled) } else { Ok(()) }
    }
}

struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs file operations on a thread that may block.
pub(crate) async fn run<T: Send + 'static>(
    cancel: &Cancel,
    work: impl FnOnce(&Cancellation) -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    let cancellation = Cancellation { cancel: cancel.clone(), caller_gone: Arc::default() };
    let _caller = SetOnDrop(Arc::clone(&cancellation.caller_gone));
    let result = spawn_blocking(move || work(&cancellation)).await;
    result.unwrap_or_else(|stopped| {
        Err(FileError::Io { action: "accessed", path: ".".into(), source: stopped.into() })
    })
}
