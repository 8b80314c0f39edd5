use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// Polls a future `polls` times and then drops it; returns its result if it was ready before.
///
/// Between two polls the runtime may do other work, as when a client leaves half way.
pub async fn cancel_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = poll_fn(|task| Poll::Ready(future.as_mut().poll(task))).await;
        if let Poll::Ready(value) = polled {
            return Some(value);
        }
        tokio::task::yield_now().await;
    }
    None
}
