use crate::state::AppState;
use axum::body::{Body, HttpBody};
use futures_util::{StreamExt, stream};
use hookwire::cx::Cancel;

/// Cancels a request when it is dropped before the answer has ended: the client has left, or the host closes.
#[derive(Debug, Default)]
pub(super) struct CancelGuard {
    cancel: Cancel,
    is_over: bool,
}

impl CancelGuard {
    /// Returns what is cancelled.
    pub(super) fn cancel(&self) -> Cancel {
        self.cancel.clone()
    }

    /// Notes that the answer has ended; what the plugin still does of its own accord goes on.
    fn finish(&mut self) {
        self.is_over = true;
    }
}

impl Drop for CancelGuard {
    fn drop(&mut self) {
        if !self.is_over {
            self.cancel.cancel();
        }
    }
}

/// Returns a body that ends, at the latest, when the host closes.
pub(super) fn end_with_host(state: &AppState, body: Body, mut cancel: CancelGuard) -> Body {
    if body.is_end_stream() {
        cancel.finish();
        return body;
    }
    let parts = (body.into_data_stream(), state.closing(), cancel);
    Body::from_stream(stream::unfold(parts, |(mut body, mut closing, mut cancel)| async move {
        let piece = tokio::select! {
            biased;
            piece = body.next() => piece,
            _ = closing.wait_for(|closing| *closing) => return None,
        };
        let Some(piece) = piece else {
            cancel.finish();
            return None;
        };
        Some((piece, (body, closing, cancel)))
    }))
}
