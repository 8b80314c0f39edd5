//! Bodies that come too slowly are given up.

use super::super::problem::Problem;
use axum::body::Body;
use axum::http::StatusCode;
use futures::{StreamExt, stream};
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How many bytes give the rest of a body a second more.
const SECOND: u64 = 16 * 1024;

/// A body did not come in its time.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
struct Slow;

/// Gives a body its time, and then more as it grows.
pub(super) fn hurried(body: Body, patience: Duration) -> Body {
    let began = Instant::now();
    let state = (body.into_data_stream(), 0_u64);
    Body::from_stream(stream::try_unfold(state, move |(mut body, read)| async move {
        let until = began + patience + Duration::from_secs(read / SECOND);
        match timeout_at(until, body.next()).await.map_err(|_| axum::Error::new(Slow))? {
            Some(chunk) => chunk.map(|chunk| {
                let read = read + chunk.len() as u64;
                Some((chunk, (body, read)))
            }),
            None => Ok(None),
        }
    }))
}

/// Returns the answer to a body that came too slowly, if that is what went wrong.
pub(in crate::http) fn too_slow(error: &(dyn Error + 'static)) -> Option<Problem> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<Slow>() {
            let message = "the body came too slowly (http.patience)";
            return Some(Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", message));
        }
        cause = error.source();
    }
    None
}
