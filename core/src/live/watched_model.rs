use super::guard::watched_unwinding;
use crate::cx::Cx;
use crate::model::{Model, ModelError, Piece};
use crate::points::ModelRequest;
use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A model of a plugin that the watchdog sees at work: each poll of an answer is code of the plugin.
pub(super) struct WatchedModel {
    inner: Arc<dyn Model>,
    serial: u32,
}

impl WatchedModel {
    pub(super) fn new(inner: Arc<dyn Model>, serial: u32) -> Self {
        Self { inner, serial }
    }
}

impl Model for WatchedModel {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let serial = self.serial;
        let pieces = watched_unwinding(serial, || self.inner.stream(request, cx));
        WatchedStream { pieces, serial }.boxed()
    }
}

struct WatchedStream<'a> {
    pieces: BoxStream<'a, Result<Piece, ModelError>>,
    serial: u32,
}

impl Stream for WatchedStream<'_> {
    type Item = Result<Piece, ModelError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let serial = self.serial;
        watched_unwinding(serial, || self.pieces.poll_next_unpin(task))
    }
}

impl Drop for WatchedStream<'_> {
    fn drop(&mut self) {
        let pieces = std::mem::replace(&mut self.pieces, stream::empty().boxed());
        watched_unwinding(self.serial, || drop(pieces));
    }
}
