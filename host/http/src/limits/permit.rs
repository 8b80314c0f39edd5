use super::lock::lock;
use crate::api_error::ApiError;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::{Arc, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The permits for the requests that are answered at once.
#[derive(Debug)]
pub(crate) struct Permits(Arc<Semaphore>);

impl Permits {
    pub(crate) fn new(count: u32) -> Self {
        Self(Arc::new(Semaphore::new(count.max(1) as usize)))
    }

    /// Returns the permit of a request, which is not acquired yet.
    pub(crate) fn permit(&self) -> RequestPermit {
        RequestPermit { permits: Arc::clone(&self.0), acquired: Arc::default() }
    }
}

/// The permit of a request to be answered beside others; it is released when its last clone is dropped.
///
/// It is acquired when the body has arrived, so that callers who only begin to send one keep nobody out.
#[derive(Debug, Clone)]
pub(crate) struct RequestPermit {
    permits: Arc<Semaphore>,
    acquired: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
}

impl RequestPermit {
    /// Returns the permit of a request.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Acquires the permit, unless it is acquired already.
    pub(crate) fn acquire(&self) -> Result<(), ApiError> {
        let mut acquired = lock(&self.acquired);
        if acquired.is_none() {
            let message = "too many requests are answered at once (http.concurrency); try again in a moment";
            let permit = Arc::clone(&self.permits).try_acquire_owned();
            *acquired = Some(permit.map_err(|_| ApiError::busy(message))?);
        }
        Ok(())
    }
}

/// Acquires the permit of a request whose body is not read; the extractors of bodies acquire it for all others.
pub(crate) async fn acquire_permit(request: Request, next: Next) -> Result<Response, ApiError> {
    RequestPermit::of(&request).map_or(Ok(()), |permit| permit.acquire())?;
    Ok(next.run(request).await)
}
