use crate::cx::Cancel;
use crate::lock::lock;
use futures_util::future::select;
use std::any::Any;
use std::future::Future;
use std::mem;
use std::pin::pin;
use std::sync::{Mutex, Weak};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// How long the calls of a replaced instance may go on before it is stopped under them.
const MOST: Duration = Duration::from_mins(10);

/// How long at most it takes to notice that the last call is over.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) type WeakInstance = Weak<dyn Any + Send + Sync>;

/// The instances that were replaced by new ones, each stopped when its last call is over.
#[derive(Debug, Default)]
pub(super) struct RetiredInstances {
    tasks: Mutex<JoinSet<()>>,
    /// Nothing waits for calls any more.
    ending: Cancel,
}

impl RetiredInstances {
    /// Stops the instances of a plugin when their calls are over; `stopping` is their last owner then.
    pub(super) fn stop_when_unused(
        &self,
        plugin: &'static str,
        instances: Vec<WeakInstance>,
        stopping: impl Future<Output = Result<(), String>> + Send + 'static,
    ) {
        let ending = self.ending.clone();
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            select(pin!(unused(&instances)), pin!(ending.wait())).await;
            if let Err(why) = stopping.await {
                tracing::warn!(plugin, "an instance with the old settings did not stop well: {why}");
            }
        });
    }

    /// Stops every instance now, and waits for it.
    pub(super) async fn finish(&self) {
        self.ending.cancel();
        let mut tasks = mem::take(&mut *lock(&self.tasks));
        while tasks.join_next().await.is_some() {}
    }
}

/// Waits until only one owner of each instance is left. The others are chains of requests, which tell nobody when they end.
async fn unused(instances: &[WeakInstance]) {
    let end = Instant::now() + MOST;
    let mut pause = Duration::from_millis(1);
    while instances.iter().any(|it| it.strong_count() > 1) && Instant::now() < end {
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE);
    }
}
