//! What has to be kept is tried again while the store cannot keep it.

use super::Turn;
use crate::agent::{Engine, now};
use crate::store::{StoreError, TurnEnd};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long whoever waits for an answer waits for the store.
const PATIENCE: Duration = Duration::from_secs(5);
/// The first pause between two attempts, and the longest.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(1);

/// Does something with the store, for some seconds again while it fails.
pub(super) async fn briefly<T, F>(attempt: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let until = Instant::now() + PATIENCE;
    repeat(attempt, || Instant::now() >= until).await
}

/// The same until it is done or the host stops.
pub(super) async fn steadily<T, F>(agent: &Engine, attempt: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    repeat(attempt, || agent.stopping.load(Ordering::SeqCst)).await
}

async fn repeat<T, F>(attempt: impl Fn() -> F, over: impl Fn() -> bool) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut pause = FIRST;
    loop {
        match attempt().await {
            Err(error) if may_pass(&error) && !over() => {}
            done => return done,
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
    }
}

/// Returns whether the same may succeed a moment later.
fn may_pass(error: &StoreError) -> bool {
    use StoreError::{Corrupt, InUse, Taken, Unknown};
    !matches!(error, Unknown { .. } | Taken { .. } | Corrupt(_) | InUse { .. })
}

impl Turn {
    /// Does what a turn cannot begin without: as long as somebody waits who would rather hear that it fails, and
    /// else until it is done.
    pub(super) async fn first<T, F>(&self, agent: &Engine, attempt: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if self.feed.is_attended() { briefly(attempt).await } else { steadily(agent, attempt).await }
    }

    /// Keeps what was told of the end as soon as that can be; returns whether it is kept.
    ///
    /// The session's next message waits for that: it is not answered before the one that came before it is over.
    pub(super) async fn keep_late(&self, agent: &Engine, finished: &TurnEnd) -> bool {
        let session = &self.posting.session;
        tracing::error!(session, "the end of a turn cannot be kept; its session waits until it can");
        let keep = || async {
            let turn = agent.store.begin_turn(&self.posting.id, now()).await?.turn;
            agent.store.finish_turn(&TurnEnd { turn, ..finished.clone() }).await
        };
        let kept = steadily(agent, keep).await;
        match &kept {
            Ok(_) => tracing::info!(session, "the end of the turn is kept now"),
            Err(error) => tracing::error!(session, "the end of the turn was not kept: {error}"),
        }
        kept.is_ok()
    }
}
