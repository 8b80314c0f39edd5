use crate::store::StoreError;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// Runs a piece of background work and returns how much it did; errors and panics are logged and count as nothing.
pub(crate) async fn contain_store(
    what: &str,
    work: impl Future<Output = Result<usize, StoreError>>,
) -> usize {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(done)) => return done,
        Ok(Err(error)) => tracing::warn!("{what} could not be looked at: {error}"),
        Err(_) => tracing::error!("the host itself panicked when it looked at {what}; its log says where"),
    }
    0
}
