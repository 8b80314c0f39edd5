use crate::mutex::lock;
use crate::store::{Answer, Approval, ApprovalState, Resolution, Store, StoreError};
use crate::time::{Millis, now};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::watch;

/// The pending approvals: asked in the store, answered from any door, and denied when their time is over.
#[derive(Debug)]
pub(crate) struct PendingApprovals {
    store: Arc<dyn Store>,
    expire_after: Millis,
    /// The wake-ups of those who wait, by approval.
    waiting: Mutex<HashMap<String, watch::Sender<()>>>,
}

/// The registration of one who waits for an answer; dropping it, also with an abandoned turn, removes it.
struct Waiter<'a> {
    pending: &'a PendingApprovals,
    id: &'a str,
    woken: watch::Receiver<()>,
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let mut waiting = self.pending.waiting();
        if waiting.get(self.id).is_some_and(|wake| wake.receiver_count() == 1) {
            waiting.remove(self.id);
        }
    }
}

impl PendingApprovals {
    /// Creates the pending approvals of a store; each expires after `expire_after` milliseconds.
    pub(crate) fn new(store: Arc<dyn Store>, expire_after: Millis) -> Self {
        Self { store, expire_after, waiting: Mutex::default() }
    }

    /// Returns how long an approval stays open, in milliseconds.
    pub(crate) fn expire_after(&self) -> Millis {
        self.expire_after
    }

    /// Waits until an approval is answered or expires.
    pub(crate) async fn wait(&self, id: &str) -> Result<Approval, StoreError> {
        let mut waiter = self.register(id);
        loop {
            let Some(approval) = self.store.approval(id).await? else {
                return Err(StoreError::Unknown { what: "approval", id: id.to_owned() });
            };
            if approval.state != ApprovalState::Pending {
                return Ok(approval);
            }
            let left = u64::try_from(approval.expires_at - now()).unwrap_or(0);
            if left == 0 {
                self.store.expire_approvals(now()).await?;
                continue;
            }
            let _ = tokio::time::timeout(Duration::from_millis(left), waiter.woken.changed()).await;
        }
    }

    /// Stores the answer to an approval and wakes who waits for it.
    pub(crate) async fn answer(&self, id: &str, answer: &Answer) -> Result<Resolution, StoreError> {
        let resolved = self.store.resolve_approval(id, answer).await?;
        self.wake(id);
        Ok(resolved)
    }

    /// Wakes those who wait for an approval, so that they read its state again.
    pub(crate) fn wake(&self, id: &str) {
        if let Some(wake) = self.waiting().get(id) {
            wake.send_replace(());
        }
    }

    fn register<'a>(&'a self, id: &'a str) -> Waiter<'a> {
        let wake = || watch::Sender::new(());
        let woken = self.waiting().entry(id.to_owned()).or_insert_with(wake).subscribe();
        Waiter { pending: self, id, woken }
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
        lock(&self.waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::PendingApprovals;
    use crate::store::{Approval, ApprovalState, Memory, Owner, Scope, Session, Store};
    use futures_util::FutureExt;
    use hookwire::points::ToolCall;
    use serde_json::json;
    use std::sync::Arc;

    fn question() -> Approval {
        Approval {
            id: "q".into(),
            session: "s".into(),
            turn: 1,
            agent: "default".into(),
            owner: Owner::default(),
            call: ToolCall::new("rm", json!({})),
            hash: String::new(),
            reason: "sure?".into(),
            asked_at: 0,
            expires_at: i64::MAX,
            state: ApprovalState::Pending,
            by: None,
            scope: Scope::Once,
        }
    }

    #[tokio::test]
    async fn nothing_is_left_of_a_question_for_which_nobody_waits() {
        let store: Arc<dyn Store> = Arc::new(Memory::default());
        store.open_session(&Session::new("s", Owner::default(), "default", 0)).await.expect("a session");
        store.request_approval(&question()).await.expect("a question");
        let pending = PendingApprovals::new(store, 1000);
        let (mut first, mut second) = (Box::pin(pending.wait("q")), Box::pin(pending.wait("q")));
        assert!(first.as_mut().now_or_never().is_none() && second.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(pending.waiting().len(), 1, "one still waits");
        drop(second);
        assert!(pending.waiting().is_empty());
    }
}
