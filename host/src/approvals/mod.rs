//! A gate's question to a human: kept in the store, answered from any door, and a no when the time is over.

use crate::agent::{Engine, now};
use crate::store::{Answer, Approval, ApprovalState, Millis, Resolution, Scope, Store, StoreError};
use hookwire::points::ToolCall;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Where questions are asked and answered.
#[derive(Debug)]
pub(crate) struct PendingApprovals {
    store: Arc<dyn Store>,
    expire: Millis,
    /// Who waits, by approval.
    waiting: Mutex<HashMap<String, watch::Sender<()>>>,
}

/// One who waits for an answer, until it is dropped: also a turn that is given up.
struct Waiter<'a> {
    desk: &'a PendingApprovals,
    id: &'a str,
    rung: watch::Receiver<()>,
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let mut bells = self.desk.bells();
        if bells.get(self.id).is_some_and(|bell| bell.receiver_count() == 1) {
            bells.remove(self.id);
        }
    }
}

impl PendingApprovals {
    pub(crate) fn new(store: Arc<dyn Store>, expire: Millis) -> Self {
        Self { store, expire, waiting: Mutex::default() }
    }

    /// Returns how long a question stays open, in milliseconds.
    pub(crate) fn patience(&self) -> Millis {
        self.expire
    }

    /// Waits for the answer to a question that was asked.
    pub(crate) async fn wait(&self, id: &str) -> Result<Approval, StoreError> {
        let mut bell = self.bell(id);
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
            let _ = tokio::time::timeout(Duration::from_millis(left), bell.rung.changed()).await;
        }
    }

    /// Answers a question.
    pub(crate) async fn answer(&self, id: &str, answer: &Answer) -> Result<Resolution, StoreError> {
        let resolved = self.store.resolve_approval(id, answer).await?;
        self.wake(id);
        Ok(resolved)
    }

    /// Has whoever waits for an answer look again.
    pub(crate) fn wake(&self, id: &str) {
        if let Some(bell) = self.bells().get(id) {
            bell.send_replace(());
        }
    }

    fn bell<'a>(&'a self, id: &'a str) -> Waiter<'a> {
        let rung = self.bells().entry(id.to_owned()).or_insert_with(|| watch::Sender::new(())).subscribe();
        Waiter { desk: self, id, rung }
    }

    fn bells(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Answers an approval that waits.
    pub async fn answer(
        &self,
        id: &str,
        approve: bool,
        by: &str,
        scope: Scope,
    ) -> Result<Resolution, StoreError> {
        self.desk.answer(id, &Answer { approve, by: by.to_owned(), scope, at: now() }).await
    }
}

/// Returns what an approval covers: the tool and its arguments, whatever the order of their keys.
pub(crate) fn hash(call: &ToolCall) -> String {
    let mut digest = Sha256::new();
    digest.update(call.tool.as_bytes());
    digest.update([0]);
    digest.update(canonical(&call.args).as_bytes());
    hex::encode(digest.finalize())
}

fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<_> = fields.keys().collect();
            keys.sort();
            let field = |key: &String| format!("{}:{}", Value::from(&**key), canonical(&fields[key]));
            format!("{{{}}}", keys.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::PendingApprovals;
    use crate::store::{Approval, ApprovalState, Memory, Owner, Scope, Session, Store};
    use futures::FutureExt;
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
        let desk = PendingApprovals::new(store, 1000);
        let (mut first, mut second) = (Box::pin(desk.wait("q")), Box::pin(desk.wait("q")));
        assert!(first.as_mut().now_or_never().is_none() && second.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(desk.bells().len(), 1, "one still waits");
        drop(second);
        assert!(desk.bells().is_empty());
    }
}
