//! Retries of store operations that a turn cannot do without.

use crate::state::EngineState;
use crate::store::StoreError;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long whoever waits for an answer waits for the store.
const PATIENCE: Duration = Duration::from_secs(5);
/// The first pause between two attempts, and the longest.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(1);

/// Retries a store operation for some seconds.
pub(super) async fn retry_for_seconds<T, F>(attempt: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let until = Instant::now() + PATIENCE;
    retry(attempt, || Instant::now() >= until).await
}

/// Retries a store operation until it succeeds or the host stops.
pub(super) async fn retry_until_stopped<T, F>(
    state: &EngineState,
    attempt: impl Fn() -> F,
) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    retry(attempt, || state.is_stopping()).await
}

async fn retry<T, F>(attempt: impl Fn() -> F, give_up: impl Fn() -> bool) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut pause = FIRST;
    loop {
        match attempt().await {
            Err(error) if may_pass(&error) && !give_up() => {}
            done => return done,
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
    }
}

/// Returns whether the same operation may succeed a moment later.
fn may_pass(error: &StoreError) -> bool {
    use StoreError::{Corrupt, InUse, Taken, Unknown};
    !matches!(error, Unknown { .. } | Taken { .. } | Corrupt(_) | InUse { .. })
}
