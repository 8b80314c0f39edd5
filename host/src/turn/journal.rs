use crate::store::{Store, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// What a turn has done so far, step by step, so that another process can go on with it.
#[derive(Debug)]
pub(crate) struct Journal {
    pub(super) store: Arc<dyn Store>,
    pub(super) session: String,
    pub(super) turn: u64,
    /// What a process before this one has done.
    before: HashMap<String, Value>,
    /// Whether what is done from here on is kept.
    kept: bool,
}

impl Journal {
    pub(crate) async fn open(
        store: &Arc<dyn Store>,
        session: &str,
        turn: u64,
        resumed: bool,
    ) -> Result<Self, StoreError> {
        let before = if resumed { store.journal(session, turn).await? } else { Vec::new() };
        let (store, session) = (Arc::clone(store), session.to_owned());
        Ok(Self { store, session, turn, before: before.into_iter().collect(), kept: true })
    }

    /// Makes one for work that belongs to no turn: nobody goes on with it.
    pub(crate) fn detached(store: &Arc<dyn Store>, session: Option<&str>) -> Self {
        let session = session.unwrap_or_default().to_owned();
        Self { store: Arc::clone(store), session, turn: 0, before: HashMap::new(), kept: false }
    }

    /// Makes one of the same turn for work that nobody goes on with.
    pub(crate) fn unkept(&self) -> Self {
        Self { turn: self.turn, ..Self::detached(&self.store, Some(&self.session)) }
    }

    /// Returns the result of a step that a process before this one has done.
    pub(crate) fn done<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let value = self.before.get(key)?;
        serde_json::from_value(value.clone()).ok()
    }

    /// Keeps the result of a step.
    pub(crate) async fn keep(&self, key: &str, result: &impl Serialize) -> Result<(), StoreError> {
        if !self.kept {
            return Ok(());
        }
        let value = serde_json::to_value(result).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.store.append_journal(&self.session, self.turn, key, &value).await
    }
}
