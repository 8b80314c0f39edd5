use super::instance::ByteStream;
use crate::crossing::RemoteError;
use crate::panic::message;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Stream, StreamExt};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Where a piece of work puts what it makes, piece by piece.
pub(super) type Pieces = mpsc::Sender<Result<Vec<u8>, RemoteError>>;

/// Makes a stream of what a piece of work makes; it goes on only as far as somebody reads, and a panic is its last item.
pub(super) fn driven<F>(work: impl FnOnce(Pieces) -> F) -> ByteStream
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, pieces) = mpsc::channel(1);
    Driven { work: Some(work(sender).boxed()), pieces }.boxed()
}

struct Driven {
    /// `None` when it is over.
    work: Option<BoxFuture<'static, ()>>,
    pieces: mpsc::Receiver<Result<Vec<u8>, RemoteError>>,
}

impl Stream for Driven {
    type Item = Result<Vec<u8>, RemoteError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(work) = &mut self.work {
            match catch_unwind(AssertUnwindSafe(|| work.poll_unpin(task))) {
                Ok(Poll::Pending) => {}
                Ok(Poll::Ready(())) => self.work = None,
                Err(payload) => {
                    self.work = None;
                    return Poll::Ready(Some(Err(RemoteError::Panicked { message: message(payload) })));
                }
            }
        }
        self.pieces.poll_recv(task)
    }
}
