use crate::chain::message;
use futures::FutureExt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

/// Why a guarded piece of plugin code gave no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stopped {
    #[error("panicked: {0}")]
    Panic(String),
    #[error("took longer than {0:?}")]
    Timeout(Duration),
}

/// Runs plugin code that is no hook (init, start, stop, tools, commands): contains panics, ends it in time.
pub(super) async fn guard<T>(
    work: impl Future<Output = T>,
    timeout: Option<Duration>,
) -> Result<T, Stopped> {
    let contained = AssertUnwindSafe(work).catch_unwind();
    let outcome = match timeout {
        Some(timeout) => tokio::time::timeout(timeout, contained)
            .await
            .map_err(|_| Stopped::Timeout(timeout))?,
        None => contained.await,
    };
    outcome.map_err(|payload| Stopped::Panic(message(payload)))
}
