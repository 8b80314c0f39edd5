use super::super::problem::Problem;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A request's place among those that are answered at once; it is given back when nobody has this any more.
///
/// It is taken when the body is there, so that those who only begin to send one keep nobody out.
#[derive(Debug, Clone)]
pub(in crate::http) struct Place {
    room: Arc<Semaphore>,
    held: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
}

impl Place {
    pub(super) fn new(room: &Arc<Semaphore>) -> Self {
        Self { room: Arc::clone(room), held: Arc::default() }
    }

    /// Returns the one of a request.
    pub(in crate::http) fn of(request: &Request) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Takes it, if there is room and it was not taken before.
    pub(in crate::http) fn take(&self) -> Result<(), Problem> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            let message = "too many requests are answered at once (http.concurrency); try again in a moment";
            *held = Some(Arc::clone(&self.room).try_acquire_owned().map_err(|_| busy(message))?);
        }
        Ok(())
    }
}

/// Gives a request that reads no body its place; the others take theirs when that is there.
pub(in crate::http) async fn seat(request: Request, next: Next) -> Result<Response, Problem> {
    Place::of(&request).map_or(Ok(()), |place| place.take())?;
    Ok(next.run(request).await)
}

pub(super) fn busy(message: &str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message).after(1)
}
