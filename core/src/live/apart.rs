use crate::fault::{aftermath, is_aftermath};
use futures_util::future::Either;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use tracing::Instrument;

/// How long whoever drops work waits for a poll of it that is under way on another thread.
const MOMENT: Duration = Duration::from_millis(2);

/// Work on a task of its own, which ends with this: it is dropped here and now, unless it is just being polled.
pub(super) struct Apart<F: Future> {
    work: Arc<SharedWork<F>>,
    task: JoinHandle<F::Output>,
}

/// The work, locked while it is polled; `None` once it is done or dropped.
struct SharedWork<F>(Mutex<Option<Pin<Box<F>>>>);

impl<F> Apart<F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    /// Begins the work in the current span; faults in it are an aftermath if they would be here.
    pub(super) fn spawn(work: F) -> Self {
        let work = Arc::new(SharedWork(Mutex::new(Some(Box::pin(work)))));
        let polled = PollShared(Arc::clone(&work));
        let polled = if is_aftermath() { Either::Left(aftermath(polled)) } else { Either::Right(polled) };
        let task = tokio::spawn(polled.in_current_span());
        Self { work, task }
    }

    /// Stops the work; returns whether it is gone in time.
    pub(super) async fn stop_within(&mut self, grace: Duration) -> bool {
        if self.work.take_now() {
            return true;
        }
        // In a poll: the task drops it behind that.
        self.task.abort();
        tokio::time::timeout(grace, &mut self.task).await.is_ok()
    }
}

impl<F: Future> Future for Apart<F> {
    /// `None` if the runtime ends.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.task).poll(task).map(Result::ok)
    }
}

impl<F: Future> Drop for Apart<F> {
    fn drop(&mut self) {
        if self.task.is_finished() {
            return;
        }
        self.task.abort();
        let since = Instant::now();
        while !self.work.take_now() && !self.task.is_finished() && since.elapsed() < MOMENT {
            thread::yield_now();
        }
    }
}

impl<F> SharedWork<F> {
    /// Drops the work unless it is being polled; returns whether it is gone.
    fn take_now(&self) -> bool {
        let work = match self.0.try_lock() {
            Ok(mut work) => work.take(),
            Err(TryLockError::Poisoned(work)) => work.into_inner().take(),
            Err(TryLockError::WouldBlock) => return false,
        };
        // Behind the lock: it is code of a plugin.
        drop(work);
        true
    }
}

/// The future of the task.
struct PollShared<F>(Arc<SharedWork<F>>);

impl<F: Future> Future for PollShared<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let mut locked = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(work) = locked.as_mut() else { return Poll::Pending };
        let polled = work.as_mut().poll(task);
        if polled.is_ready() {
            let done = locked.take();
            drop(locked);
            drop(done);
        }
        polled
    }
}

/// Whoever aborts the task during a poll leaves the work to it.
impl<F> Drop for PollShared<F> {
    fn drop(&mut self) {
        self.0.take_now();
    }
}
