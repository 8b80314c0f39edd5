use crate::api_error::ApiError;
use axum::body::{Body, HttpBody};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The number of bytes that one permit stands for: a semaphore has too few permits to count bytes.
const UNIT: usize = 1024;

/// The memory that the bodies of all requests share while they arrive.
#[derive(Debug)]
pub(crate) struct BodyMemory {
    free: Arc<Semaphore>,
    /// The most bytes of one body that are in memory; attachments go to the disk as they arrive.
    per_body: usize,
}

impl BodyMemory {
    /// Makes a memory of so many bytes in all, in which at least one body has room.
    pub(crate) fn new(total: usize, per_body: usize) -> Self {
        let units = total.max(per_body).div_ceil(UNIT).clamp(1, u32::MAX as usize);
        Self { free: Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))), per_body }
    }

    /// Reserves what a body may need.
    pub(crate) fn reserve(&self, body: &Body) -> Result<OwnedSemaphorePermit, ApiError> {
        let announced = body.size_hint().upper().and_then(|bytes| usize::try_from(bytes).ok());
        let units = announced.unwrap_or(usize::MAX).min(self.per_body).div_ceil(UNIT).max(1);
        let units = u32::try_from(units).ok();
        let reserved = units.and_then(|units| Arc::clone(&self.free).try_acquire_many_owned(units).ok());
        reserved.ok_or_else(|| {
            ApiError::busy("too many bodies are on their way (http.memory_bytes); try again in a moment")
        })
    }
}
