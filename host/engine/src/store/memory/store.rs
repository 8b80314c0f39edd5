use super::state::State;
use crate::store::{StoreBackend, StoreResult};
use async_trait::async_trait;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A store in memory. Its data goes with it.
#[derive(Debug, Default)]
pub struct Memory(Mutex<State>);

impl Memory {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl StoreBackend for Memory {
    fn location(&self) -> String {
        "memory".to_owned()
    }

    async fn ping(&self) -> StoreResult<()> {
        Ok(())
    }

    async fn hold_lock(&self) -> StoreResult<()> {
        Ok(())
    }
}
