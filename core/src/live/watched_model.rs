use super::guard::{drop_watched, watched_unwinding};
use crate::cx::Cx;
use crate::model::{Model, ModelError, Piece};
use crate::points::{ModelRequest, ModelResponse};
use futures_util::future::{self, BoxFuture};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, Stream, StreamExt};
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

    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<ModelResponse, ModelError>> {
        let serial = self.serial;
        let answer = watched_unwinding(serial, || self.inner.complete(request, cx));
        WatchedAnswer { answer, serial }.boxed()
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
        drop_watched(self.serial, pieces);
    }
}

struct WatchedAnswer<'a> {
    answer: BoxFuture<'a, Result<ModelResponse, ModelError>>,
    serial: u32,
}

impl Future for WatchedAnswer<'_> {
    type Output = Result<ModelResponse, ModelError>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let serial = self.serial;
        watched_unwinding(serial, || self.answer.poll_unpin(task))
    }
}

impl Drop for WatchedAnswer<'_> {
    fn drop(&mut self) {
        let answer = std::mem::replace(&mut self.answer, future::pending().boxed());
        drop_watched(self.serial, answer);
    }
}
