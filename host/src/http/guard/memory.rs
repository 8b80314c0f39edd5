use super::super::problem::Problem;
use super::place::busy;
use axum::body::{Body, HttpBody};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is counted: permits are too few for bytes.
const UNIT: usize = 1024;

/// What bodies may take up while they come, however slowly they do.
#[derive(Debug)]
pub(in crate::http) struct Memory {
    free: Arc<Semaphore>,
    /// What one body has in memory at most; attachments go to the disk as they come.
    most: usize,
}

impl Memory {
    /// Makes one in which at least one body has room.
    pub(in crate::http) fn new(all: usize, most: usize) -> Self {
        let units = all.max(most).div_ceil(UNIT).clamp(1, u32::MAX as usize);
        Self { free: Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))), most }
    }

    /// Gives a body what it may need, if there is room.
    pub(super) fn claim(&self, body: &Body) -> Result<OwnedSemaphorePermit, Problem> {
        let told = body.size_hint().upper().and_then(|bytes| usize::try_from(bytes).ok());
        let units = told.unwrap_or(usize::MAX).min(self.most).div_ceil(UNIT).max(1);
        let claimed = u32::try_from(units).ok();
        let claimed = claimed.and_then(|units| Arc::clone(&self.free).try_acquire_many_owned(units).ok());
        claimed.ok_or_else(|| {
            busy("too many bodies are on their way (http.memory_bytes); try again in a moment")
        })
    }
}
