//! The time-out of bodies that arrive too slowly.

use crate::api_error::ApiError;
use axum::body::Body;
use axum::http::StatusCode;
use futures_util::{StreamExt, stream};
use std::error::Error;
use std::iter::successors;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The number of bytes that give the rest of a body a second more.
const BYTES_PER_SECOND: u64 = 16 * 1024;

/// The error of a body that did not arrive in its time.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
struct TooSlow;

/// Returns a body that fails when it has not arrived in its time, which grows with the body.
pub(crate) fn with_timeout(body: Body, patience: Duration) -> Body {
    let began = Instant::now();
    let state = (body.into_data_stream(), 0_u64);
    Body::from_stream(stream::try_unfold(state, move |(mut body, read)| async move {
        let until = began + patience + Duration::from_secs(read / BYTES_PER_SECOND);
        match timeout_at(until, body.next()).await.map_err(|_| axum::Error::new(TooSlow))? {
            Some(chunk) => chunk.map(|chunk| {
                let read = read + chunk.len() as u64;
                Some((chunk, (body, read)))
            }),
            None => Ok(None),
        }
    }))
}

/// Returns the answer to a body that came too slowly, if that is what went wrong.
pub(crate) fn too_slow(error: &(dyn Error + 'static)) -> Option<ApiError> {
    let message = "the body came too slowly (http.patience)";
    let mut causes = successors(Some(error), |error: &&(dyn Error + 'static)| (*error).source());
    let timed_out = causes.any(<dyn Error>::is::<TooSlow>);
    timed_out.then(|| ApiError::new(StatusCode::REQUEST_TIMEOUT, "too_slow", message))
}
