use super::state::State;
use crate::mutex::lock;
use crate::store::{StoreBackend, StoreResult};
use async_trait::async_trait;
use std::sync::{Mutex, MutexGuard};

/// A store in memory. Its data goes with it.
#[derive(Debug, Default)]
pub struct Memory(Mutex<State>);

impl Memory {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
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
