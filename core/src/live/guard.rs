use crate::panic::message;
use futures::future::BoxFuture;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Why a guarded piece of plugin code gave no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stopped {
    #[error("panicked: {0}")]
    Panic(String),
    #[error("took longer than {0:?}")]
    Timeout(Duration),
}

/// Runs plugin code that is no hook (init, start, stop, tools, commands, models): contains panics, ends it in time.
///
/// Dropping the future, and a panic in the drop of what it runs, are contained as well.
pub(super) async fn guard<'a, T>(
    work: impl Future<Output = T> + Send + 'a,
    timeout: Option<Duration>,
) -> Result<T, Stopped> {
    let contained = Contained(Some(Box::pin(work)));
    let outcome = match timeout {
        Some(timeout) => {
            tokio::time::timeout(timeout, contained).await.map_err(|_| Stopped::Timeout(timeout))?
        }
        None => contained.await,
    };
    outcome.map_err(Stopped::Panic)
}

/// A future whose panics stay here, from its poll and from its drop.
struct Contained<'a, T>(Option<BoxFuture<'a, T>>);

impl<T> Future for Contained<'_, T> {
    type Output = Result<T, String>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let work = self.0.as_mut().expect("only the drop takes it");
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(task))) {
            Ok(polled) => polled.map(Ok),
            Err(payload) => Poll::Ready(Err(message(payload))),
        }
    }
}

impl<T> Drop for Contained<'_, T> {
    fn drop(&mut self) {
        let work = self.0.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(work))) {
            tracing::warn!("a plugin's code panicked while it was dropped: {}", message(payload));
        }
    }
}
