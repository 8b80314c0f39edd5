use hookwire::cx::Cancel;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long calls that nobody waits for any more may take to end when their outer call is over.
pub(super) const CLOSING: Duration = Duration::from_secs(10);

/// The calls that plugins make inside other calls, until each has its result.
#[derive(Debug, Clone, Default)]
pub(super) struct NestedCalls(Arc<watch::Sender<HashMap<String, NestedCall>>>);

#[derive(Debug)]
struct NestedCall {
    outer: Option<String>,
    /// Whether the plugin that made the call is gone.
    abandoned: bool,
}

/// A nested call that has no result yet; dropping this removes it.
pub(super) struct OpenCall(NestedCalls, String);

/// The plugin that waits for a nested call; when this is dropped, the call is abandoned and its run cancelled.
pub(super) struct CallerGuard(NestedCalls, String, Cancel);

impl NestedCalls {
    /// Enters a call; `caller_gone` is cancelled when its caller is gone.
    pub(super) fn enter(
        &self,
        call: &str,
        outer: Option<&String>,
        caller_gone: &Cancel,
    ) -> (OpenCall, CallerGuard) {
        let nested = NestedCall { outer: outer.cloned(), abandoned: false };
        self.0.send_modify(|open| _ = open.insert(call.to_owned(), nested));
        let open = OpenCall(self.clone(), call.to_owned());
        (open, CallerGuard(self.clone(), call.to_owned(), caller_gone.clone()))
    }

    /// Waits until every abandoned call nested in `outer` has its result.
    pub(super) async fn abandoned_ended(&self, outer: &str) {
        let open = |nested: &NestedCall| nested.abandoned && nested.outer.as_deref() == Some(outer);
        let mut calls = self.0.subscribe();
        let ended = calls.wait_for(|calls| !calls.values().any(open));
        let _ = timeout(CLOSING, ended).await;
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        self.0.0.send_modify(|open| _ = open.remove(&self.1));
    }
}

impl Drop for CallerGuard {
    fn drop(&mut self) {
        self.0.0.send_modify(|open| {
            if let Some(nested) = open.get_mut(&self.1) {
                nested.abandoned = true;
            }
        });
        self.2.cancel();
    }
}
