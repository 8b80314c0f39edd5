use crate::fault::FaultKind;
use crate::live::guard::Guard;
use crate::lock::lock;
use crate::plugin::ToolSource;
use crate::watchdog;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use tokio::task::AbortHandle;

/// The watch for the next change of a list: a task waits for it, and whoever wants the list looks as well.
pub(super) struct Watch {
    waiting: Arc<Mutex<Waiting>>,
    task: AbortHandle,
}

struct Waiting {
    /// What the source waits for and what follows from it, until that has happened.
    future: Option<BoxFuture<'static, ()>>,
    /// The task's, so that it is woken whoever has polled last.
    waker: Waker,
}

impl Watch {
    /// Begins to wait for a change, after which `note` is called; what changes from now on is noticed.
    pub(super) fn begin(
        source: Arc<dyn ToolSource>,
        guard: Guard,
        note: impl FnOnce() + Send + 'static,
    ) -> Self {
        let serial = guard.serial();
        let future = async move {
            let changed = guard.run_untimed(async move { source.changed().await }).await;
            match changed {
                Ok(()) => note(),
                Err(panic) => watchdog::report(serial, FaultKind::Panic, format!("in `changed`: {panic}")),
            }
        };
        let mut waiting = Waiting { future: Some(future.boxed()), waker: Waker::noop().clone() };
        let _ = waiting.poll();
        let waiting = Arc::new(Mutex::new(waiting));
        let of_task = Arc::clone(&waiting);
        let task = tokio::spawn(poll_fn(move |task| {
            let mut waiting = lock(&of_task);
            waiting.waker.clone_from(task.waker());
            waiting.poll()
        }));
        Self { waiting, task: task.abort_handle() }
    }

    /// Looks whether the change has happened; the task may not have been woken yet.
    pub(super) fn look(&self) {
        // Whoever has it locked looks just now, or is code of the source that wants its own list.
        if let Ok(mut waiting) = self.waiting.try_lock() {
            let _ = waiting.poll();
        }
    }
}

impl Waiting {
    fn poll(&mut self) -> Poll<()> {
        let Some(future) = &mut self.future else { return Poll::Ready(()) };
        let polled = future.poll_unpin(&mut Context::from_waker(&self.waker));
        if polled.is_ready() {
            self.future = None;
        }
        polled
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
