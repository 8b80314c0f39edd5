//! How calls are watched: none may take too long, and none may keep the thread.

use crate::fault::{Fault, FaultKind};
use crate::lock::lock;
use futures_util::future::{Either, select};
use serde_json::Value;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a call may take, and how long it may keep the thread.
pub(super) const LIMIT: Duration = Duration::from_secs(5);

/// How many calls run at once.
pub(super) const AT_ONCE: usize = 32;

/// What a plugin does not stand, and what could not be tried.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// What it does not stand, in sentences.
    pub found: Vec<String>,
    /// What could not be tried, with the reason.
    pub untried: Vec<String>,
}

/// The examination of a plugin: gathers what is found, says what is tried, and that the thread is not kept.
#[derive(Debug)]
pub(super) struct Examination {
    pub(super) findings: Arc<Mutex<Findings>>,
    /// What is tried next; nothing is a sign of life.
    pub(super) steps: Sender<Option<String>>,
}

impl Examination {
    /// Says what is tried next.
    pub(super) fn step(&self, what: impl Into<String>) {
        // Nobody listens any more once the thread was kept for too long.
        let _ = self.steps.send(Some(what.into()));
    }

    pub(super) fn find(&self, what: String) {
        let mut findings = lock(&self.findings);
        if !findings.found.contains(&what) {
            findings.found.push(what);
        }
    }

    pub(super) fn find_all(&self, what: impl IntoIterator<Item = String>) {
        what.into_iter().for_each(|what| self.find(what));
    }

    pub(super) fn leave_out(&self, what: String) {
        lock(&self.findings).untried.push(what);
    }

    /// Runs a future, and gives a sign of life between its polls.
    pub(super) async fn beating<T>(&self, future: impl Future<Output = T>) -> T {
        let beat = async {
            loop {
                let _ = self.steps.send(None);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        match select(pin!(future), pin!(beat)).await {
            Either::Left((value, _)) => value,
            Either::Right((never, _)) => never,
        }
    }
}

/// Waits for a call, but not for ever; the error says what it did wrong.
pub(super) async fn limited<T>(limit: Duration, call: impl Future<Output = T>) -> Result<T, String> {
    let mut call = pin!(call);
    let mut kept = Duration::ZERO;
    let polled = poll_fn(|task| {
        let begin = Instant::now();
        let poll = call.as_mut().poll(task);
        kept = kept.max(begin.elapsed());
        poll
    });
    let result = tokio::time::timeout(limit, polled).await;
    if kept >= LIMIT {
        return Err(format!("kept the thread for {} seconds; {CURE}", kept.as_secs()));
    }
    result.map_err(|_| format!("is not done after {} seconds", limit.as_secs()))
}

/// What helps a call that keeps its thread.
pub(super) const CURE: &str = "wait with `.await`, or use `spawn_blocking`";

/// Returns the faults that are no answer to hostile input, in sentences: panics and time-outs.
pub(super) fn severe(faults: &[Fault]) -> impl Iterator<Item = String> {
    let is_severe = |fault: &&Fault| !matches!(fault.kind, FaultKind::Error | FaultKind::Suspended);
    faults.iter().filter(is_severe).map(ToString::to_string)
}

/// Writes a value, or as much of it as a line takes.
pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.len() > 80 { format!("{}..", text.chars().take(80).collect::<String>()) } else { text }
}
