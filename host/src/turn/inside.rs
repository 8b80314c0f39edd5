use hookwire::cx::Cancel;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long what was begun inside a call may take to close when the call is over.
pub(super) const CLOSING: Duration = Duration::from_secs(10);

/// The calls that plugins make inside others, until each has its result.
#[derive(Debug, Clone, Default)]
pub(super) struct NestedCalls(Arc<watch::Sender<HashMap<String, Entry>>>);

#[derive(Debug)]
struct Entry {
    outer: Option<String>,
    /// Whether the plugin is gone that made it.
    left: bool,
}

/// A call that has no result yet.
pub(super) struct Open(NestedCalls, String);

/// A plugin that waits for a call; when it is dropped, the call is given up.
pub(super) struct Waits(NestedCalls, String, Cancel);

impl NestedCalls {
    /// Enters a call.
    pub(super) fn enter(&self, call: &str, outer: Option<&String>, left: &Cancel) -> (Open, Waits) {
        let entry = Entry { outer: outer.cloned(), left: false };
        self.0.send_modify(|open| _ = open.insert(call.to_owned(), entry));
        (Open(self.clone(), call.to_owned()), Waits(self.clone(), call.to_owned(), left.clone()))
    }

    /// Waits until every call inside one has its result that nobody waits for any more.
    pub(super) async fn closed(&self, outer: &str) {
        let closing = |entry: &Entry| entry.left && entry.outer.as_deref() == Some(outer);
        let mut calls = self.0.subscribe();
        let closed = calls.wait_for(|open| !open.values().any(closing));
        let _ = timeout(CLOSING, closed).await;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.send_modify(|open| _ = open.remove(&self.1));
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.0.send_modify(|open| {
            if let Some(entry) = open.get_mut(&self.1) {
                entry.left = true;
            }
        });
        self.2.cancel();
    }
}
