//! A future that waits once.

use std::pin::Pin;
use std::task::{Context, Poll};

/// Waits once, and asks at once to be polled again.
#[derive(Debug, Default)]
pub(crate) struct Pause(bool);

impl Future for Pause {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    }
}
