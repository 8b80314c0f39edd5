use crate::store::{Store, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The journal of a turn: the result of each step, so that another process can resume the turn.
#[derive(Debug)]
pub(super) struct Journal {
    store: Arc<dyn Store>,
    session: String,
    turn: u64,
    /// The steps that a process before this one has done.
    replayed: HashMap<String, Value>,
    /// Whether further steps are recorded.
    records: bool,
}

impl Journal {
    /// Opens the journal of a turn; one that is resumed has the steps done so far.
    pub(super) async fn open(
        store: &Arc<dyn Store>,
        session: &str,
        turn: u64,
        resumed: bool,
    ) -> Result<Self, StoreError> {
        let steps = if resumed { store.journal(session, turn).await? } else { Vec::new() };
        let (store, session) = (Arc::clone(store), session.to_owned());
        Ok(Self { store, session, turn, replayed: steps.into_iter().collect(), records: true })
    }

    /// Returns a journal that records nothing, for work outside any turn, which is never resumed.
    pub(super) fn detached(store: &Arc<dyn Store>, session: Option<&str>) -> Self {
        let session = session.unwrap_or_default().to_owned();
        Self { store: Arc::clone(store), session, turn: 0, replayed: HashMap::new(), records: false }
    }

    /// Returns a journal of the same turn that records nothing.
    pub(super) fn unrecorded(&self) -> Self {
        Self { turn: self.turn, ..Self::detached(&self.store, Some(&self.session)) }
    }

    pub(super) fn session(&self) -> &str {
        &self.session
    }

    pub(super) fn turn(&self) -> u64 {
        self.turn
    }

    /// Returns the result of a step that a process before this one has done.
    pub(super) fn replay<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let value = self.replayed.get(key)?;
        serde_json::from_value(value.clone()).ok()
    }

    /// Records the result of a step.
    pub(super) async fn record(&self, key: &str, result: &impl Serialize) -> Result<(), StoreError> {
        if !self.records {
            return Ok(());
        }
        let value = serde_json::to_value(result).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.store.append_journal(&self.session, self.turn, key, &value).await
    }
}
