use crate::fault::{FaultKind, FaultSink};
use crate::origin::{HookOrigin, PluginCode};
use crate::panic::message;
use crate::plugin::Manifest;
use crate::watchdog::{self, CallBudget, Watched, watch};
use futures_util::future::BoxFuture;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// The reason why guarded code of a plugin gave no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stopped {
    #[error("panicked: {0}")]
    Panic(String),
    #[error("took longer than {0:?}")]
    Timeout(Duration),
    /// This was also reported.
    #[error("used a processor for more than {0:?}; `limits.cpu_per_call` of the plugin says how long it may")]
    Budget(Duration),
}

/// The guard around plugin code that is no hook: contains panics, ends the code in time, and tells the watchdog.
pub(super) struct Guard {
    serial: u32,
    timeout: Duration,
}

impl Guard {
    /// Makes the guard of some code of a plugin, which has a name and stands in a line of the manifest's file.
    pub(super) fn new(
        owner: &'static Manifest,
        code: PluginCode,
        (name, line): (&'static str, u32),
        timeout: Duration,
        sink: &FaultSink,
    ) -> Self {
        let origin = HookOrigin { plugin: owner.id, hook: name, file: owner.file, line };
        let serial = watch(Watched { code, point: "", origin, timeout, sink: sink.clone() });
        Self { serial, timeout }
    }

    /// Makes the guard of a function of a plugin's lifecycle.
    pub(super) fn of_lifecycle(
        owner: &'static Manifest,
        code: PluginCode,
        timeout: Duration,
        sink: &FaultSink,
    ) -> Self {
        let name = match code {
            PluginCode::Init => "init",
            PluginCode::Start => "start",
            _ => "stop",
        };
        Self::new(owner, code, (name, owner.line), timeout, sink)
    }

    /// Returns the number by which the watchdog knows the code.
    pub(super) fn serial(&self) -> u32 {
        self.serial
    }

    /// Calls code that cannot be stopped.
    pub(super) fn call<T>(&self, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        let called = watched(self.serial, || catch_unwind(AssertUnwindSafe(work)));
        called.map_err(|payload| Stopped::Panic(message(payload)))
    }

    /// Runs the code. Dropping the future, and a panic in the drop of what it runs, are contained as well.
    pub(super) async fn run<'a, T>(&self, work: impl Future<Output = T> + Send + 'a) -> Result<T, Stopped> {
        let outcome =
            tokio::time::timeout(self.timeout, self.contained(work, CallBudget::of(self.serial))).await;
        outcome.map_err(|_| Stopped::Timeout(self.timeout))?
    }

    /// Runs code that may take any time, of a processor as well; an error is the text of its panic.
    pub(super) async fn run_untimed<'a, T>(
        &self,
        work: impl Future<Output = T> + Send + 'a,
    ) -> Result<T, String> {
        self.contained(work, None).await.map_err(|stopped| match stopped {
            Stopped::Panic(message) => message,
            other => other.to_string(),
        })
    }

    fn contained<'a, T>(
        &self,
        work: impl Future<Output = T> + Send + 'a,
        budget: Option<CallBudget>,
    ) -> Contained<'a, T> {
        Contained { work: Some(Box::pin(work)), serial: self.serial, budget }
    }
}

/// A future whose panics stay here, from its poll and from its drop.
struct Contained<'a, T> {
    /// There until the drop.
    work: Option<BoxFuture<'a, T>>,
    serial: u32,
    budget: Option<CallBudget>,
}

impl<T> Future for Contained<'_, T> {
    type Output = Result<T, Stopped>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { work, serial, budget } = &mut *self;
        let work = work.as_mut().expect("only the drop takes it");
        let since = budget.map(|_| Instant::now());
        let polled = watched(*serial, || catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(task))));
        match polled {
            Ok(Poll::Ready(value)) => return Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => {}
            Err(payload) => return Poll::Ready(Err(Stopped::Panic(message(payload)))),
        }
        let (Some(budget), Some(since)) = (budget, since) else { return Poll::Pending };
        budget.spend(since, Duration::ZERO);
        let Some(limit) = budget.exceeded() else { return Poll::Pending };
        let stopped = Stopped::Budget(limit);
        watchdog::report(*serial, FaultKind::Cpu, stopped.to_string());
        Poll::Ready(Err(stopped))
    }
}

impl<T> Drop for Contained<'_, T> {
    fn drop(&mut self) {
        drop_watched(self.serial, self.work.take());
    }
}

/// Drops what belongs to a plugin under the watchdog's eyes; a panic is a fault of the plugin.
pub(super) fn drop_watched<T>(serial: u32, value: T) {
    if let Err(payload) = watched(serial, || catch_unwind(AssertUnwindSafe(|| drop(value)))) {
        watchdog::report(serial, FaultKind::Panic, format!("while it was dropped: {}", message(payload)));
    }
}

/// Runs code under the watchdog's eyes; a panic is a fault of the plugin, and its text the error.
#[cfg(feature = "routes")]
pub(super) fn watched_reporting<T>(serial: u32, run: impl FnOnce() -> T) -> Result<T, String> {
    watched(serial, || catch_unwind(AssertUnwindSafe(run))).map_err(|payload| {
        let message = message(payload);
        watchdog::report(serial, FaultKind::Panic, message.clone());
        message
    })
}

/// Runs code under the watchdog's eyes, which may panic.
pub(super) fn watched_unwinding<T>(serial: u32, run: impl FnOnce() -> T) -> T {
    match watched(serial, || catch_unwind(AssertUnwindSafe(run))) {
        Ok(result) => result,
        Err(payload) => resume_unwind(payload),
    }
}

/// Runs code that does not panic under the watchdog's eyes.
fn watched<T>(serial: u32, run: impl FnOnce() -> T) -> T {
    let mark = watchdog::mark();
    let outer = mark.read();
    mark.enter(serial, watchdog::tick());
    let result = run();
    mark.write(outer);
    result
}
