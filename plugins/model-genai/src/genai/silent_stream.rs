use futures_util::stream::{Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};
use tracing::dispatcher::{Dispatch, with_default};

/// A stream that is polled without logging: `genai` logs the answers of providers word for word, keys included.
pub(super) struct SilentStream<S>(pub(super) S);

impl<S: Stream + Unpin> Stream for SilentStream<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<S::Item>> {
        with_default(&Dispatch::none(), || self.0.poll_next_unpin(task))
    }
}
