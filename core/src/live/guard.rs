use super::apart::Apart;
use crate::error::Error;
use crate::fault::{FaultKind, FaultSink};
use crate::origin::{HookOrigin, PluginCode};
use crate::panic::message;
use crate::plugin::{Manifest, ToolError};
use crate::watchdog::{self, CallBudget, Watchdog, Watched, watch};
use futures_util::future::BoxFuture;
use std::borrow::Cow;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// What is said of code whose runtime ends under it.
const ENDED: &str = "the runtime ended";

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
    /// Nothing can stop it; its future is dropped when it comes back.
    #[error("took longer than {0:?} and keeps a thread")]
    Blocked(Duration),
    #[error(
        "was not called: its plugin has kept a thread past its time-out, and is off until it is switched on again"
    )]
    Tripped,
}

impl Stopped {
    /// Returns the way in which the code failed, as faults tell it.
    pub(super) fn kind(&self) -> FaultKind {
        match self {
            Self::Panic(_) => FaultKind::Panic,
            // That it keeps a thread is a fault of its own, which the watchdog reports.
            Self::Timeout(_) | Self::Blocked(_) => FaultKind::Timeout,
            Self::Tripped => FaultKind::Suspended,
            Self::Budget(_) => FaultKind::Cpu,
        }
    }

    /// Returns the error of a tool's call that was stopped.
    pub(super) fn tool_error(self, tool: Cow<'static, str>) -> ToolError {
        match self {
            Self::Panic(message) => ToolError::Panicked { tool, message },
            Self::Timeout(after) | Self::Blocked(after) => ToolError::TimedOut { tool, after },
            Self::Tripped => ToolError::Unavailable { tool },
            stopped @ Self::Budget(_) => {
                let message = format!("`{tool}` {stopped}");
                ToolError::Failed(Error::msg(message))
            }
        }
    }
}

/// The guard around plugin code that is no hook: contains panics, ends the code in time, and tells the watchdog.
pub(super) struct Guard {
    serial: u32,
    timeout: Duration,
    /// The plugin, unless the code may be called while the plugin is tripped.
    trips: Option<(FaultSink, &'static str)>,
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
        let is_lifecycle = matches!(code, PluginCode::Init | PluginCode::Start | PluginCode::Stop);
        let trips = (!is_lifecycle).then(|| (sink.clone(), owner.id));
        Self { serial, timeout, trips }
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

    /// Fails if the plugin is not called any more.
    fn check(&self) -> Result<(), Stopped> {
        match &self.trips {
            Some((sink, plugin)) if watchdog::is_tripped(sink, plugin) => Err(Stopped::Tripped),
            _ => Ok(()),
        }
    }

    /// Calls code that cannot be stopped.
    pub(super) fn call<T>(&self, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        self.check()?;
        let called = watched(self.serial, || catch_unwind(AssertUnwindSafe(work)));
        called.map_err(|payload| Stopped::Panic(message(payload)))
    }

    /// Runs the code. Dropping the future, and a panic in the drop of what it runs, are contained as well.
    ///
    /// Its caller waits with it while it blocks: [`run_apart`](Self::run_apart) is for all that can be owned.
    #[cfg(all(feature = "remote", feature = "routes"))]
    pub(super) async fn run<'a, T>(&self, work: impl Future<Output = T> + Send + 'a) -> Result<T, Stopped> {
        self.check()?;
        let work = self.contained(work, CallBudget::of(self.serial));
        let outcome = tokio::time::timeout(self.timeout, work).await;
        outcome.map_err(|_| Stopped::Timeout(self.timeout))?
    }

    /// Runs the code on a task of its own, so that the caller is answered in time even while the code keeps its thread.
    ///
    /// The spans, the `plugin.fault` hooks that run and the watchdog's eyes are those of a plain [`run`](Self::run). When the
    /// time is over or the returned future is dropped, the code is dropped at once, or when it next waits.
    pub(super) async fn run_apart<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Stopped> {
        self.check()?;
        let work = self.contained(work, CallBudget::of(self.serial));
        let mut apart = Apart::spawn(work);
        match tokio::time::timeout(self.timeout, &mut apart).await {
            Ok(outcome) => outcome.unwrap_or_else(|| Err(Stopped::Panic(ENDED.into()))),
            Err(_) if apart.stop_within(Watchdog::GRACE).await => Err(Stopped::Timeout(self.timeout)),
            Err(_) => Err(Stopped::Blocked(self.timeout)),
        }
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
