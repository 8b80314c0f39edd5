use super::counts::FaultCounts;
use super::{Fault, FaultKind};
use crate::lock::lock;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

/// The number of faults that may wait for `plugin.fault`; more are only logged.
const WAITING: usize = 1024;

tokio::task_local! {
    /// Set while `plugin.fault` hooks run: what fails then is not passed on, or one fault
    /// could make the next for ever.
    static AFTERMATH: ();
}

/// Runs the `plugin.fault` hooks: faults in there are marked as an aftermath.
pub(crate) async fn aftermath<T>(work: impl Future<Output = T>) -> T {
    AFTERMATH.scope((), work).await
}

/// Returns whether `plugin.fault` hooks run: what is spawned then has to be an [`aftermath`] as well.
pub(crate) fn is_aftermath() -> bool {
    AFTERMATH.try_with(|()| ()).is_ok()
}

/// The sending end of the queue of faults; can be used anywhere, in a drop as well.
#[derive(Debug, Clone)]
pub(crate) struct FaultSink {
    queue: mpsc::Sender<Fault>,
    counts: Arc<FaultCounts>,
}

/// The receiving end of the queue of faults; the live set passes them to `plugin.fault`.
#[derive(Debug, Clone)]
pub(crate) struct Faults(Arc<Mutex<mpsc::Receiver<Fault>>>);

impl FaultSink {
    pub(crate) fn channel() -> (Self, Faults) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self { queue: sender, counts: Arc::default() }, Faults(Arc::new(Mutex::new(receiver))))
    }

    /// Returns whether the live set is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.queue.same_channel(&other.queue)
    }

    /// Returns how often a plugin has failed in each of the ways in which it did, since the host started.
    pub(crate) fn counts(&self, plugin: &str) -> BTreeMap<FaultKind, u64> {
        self.counts.of(plugin)
    }

    pub(crate) fn report(&self, mut fault: Fault) {
        self.counts.count(&fault);
        tracing::warn!(plugin = %fault.plugin, point = %fault.point, "{fault}");
        fault.aftermath = is_aftermath();
        // Nobody listens once the live set is gone; the log has it.
        if let Err(mpsc::error::TrySendError::Full(_)) = self.queue.try_send(fault) {
            tracing::warn!("{WAITING} faults wait for `plugin.fault` already; this one is only in the log");
        }
    }
}

impl Faults {
    /// Takes every fault that waits.
    pub(crate) fn drain(&self) -> Vec<Fault> {
        let mut receiver = lock(&self.0);
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    /// Waits for the next fault.
    pub(crate) async fn next(&self) -> Option<Fault> {
        std::future::poll_fn(|task| {
            let mut receiver = lock(&self.0);
            receiver.poll_recv(task)
        })
        .await
    }
}
