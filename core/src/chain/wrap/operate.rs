use crate::error::{Error, Result};
use crate::panic::message;
use crate::watchdog;
use futures_util::FutureExt;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::pin;

/// Runs the operation that a wrap chain is around, as code of whoever runs it: no hook around it is blamed for its
/// panics, of which it makes errors, nor by the watchdog for the thread that it keeps.
pub(crate) async fn operate<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    let panicked = |payload| Err(Error::msg(format!("the operation itself panicked: {}", message(payload))));
    let mut operation = pin!(AssertUnwindSafe(operation).catch_unwind());
    let result = poll_fn(|task| {
        let mark = watchdog::mark();
        let outer = mark.read();
        mark.clear();
        let polled = operation.as_mut().poll(task);
        mark.write(outer);
        polled
    });
    result.await.unwrap_or_else(panicked)
}
