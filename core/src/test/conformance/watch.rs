//! How calls are watched: none may take too long, and none may keep the thread.

use crate::fault::FaultKind;
use crate::test::Kit;
use futures::future::{Either, select};
use serde_json::Value;
use std::pin::pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long a call may take.
const LIMIT: Duration = Duration::from_secs(5);

/// How many calls run at once.
pub(super) const AT_ONCE: usize = 32;

/// Says what is being tried, and again and again that the thread is not kept.
#[derive(Debug)]
pub(super) struct Progress(Sender<Option<String>>);

impl Progress {
    pub(super) fn new() -> (Self, Receiver<Option<String>>) {
        let (sender, receiver) = channel();
        (Self(sender), receiver)
    }

    /// Says what is tried next.
    pub(super) fn step(&self, what: impl Into<String>) {
        // Nobody listens any more once the thread was kept for too long.
        let _ = self.0.send(Some(what.into()));
    }

    /// Runs a future, and gives a sign of life between its polls.
    pub(super) async fn beating<T>(&self, future: impl Future<Output = T>) -> T {
        let beat = async {
            loop {
                let _ = self.0.send(None);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        match select(pin!(future), pin!(beat)).await {
            Either::Left((value, _)) => value,
            Either::Right((never, _)) => never,
        }
    }
}

/// Waits for a call, but not for ever.
pub(super) async fn limited<T>(call: impl Future<Output = T>) -> Result<T, String> {
    let late = |_| format!("is not done after {} seconds", LIMIT.as_secs());
    tokio::time::timeout(LIMIT, call).await.map_err(late)
}

/// Returns the faults so far that are no answer to hostile input: panics and time-outs.
pub(super) async fn faults(kit: &Kit) -> Vec<String> {
    let faults = kit.faults().await.into_iter();
    let faults = faults.filter(|fault| !matches!(fault.kind, FaultKind::Error | FaultKind::Suspended));
    let mut faults: Vec<_> = faults.map(|fault| fault.to_string()).collect();
    faults.dedup();
    faults
}

/// Writes a value, or as much of it as a line takes.
pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.len() > 80 { format!("{}..", text.chars().take(80).collect::<String>()) } else { text }
}
