use super::HookOrigin;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;

/// Tells what went wrong in which hook; the event of `plugin.fault`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// The plugin's id.
    pub plugin: String,
    /// The point the hook was called at.
    pub point: String,
    /// The method's name.
    pub hook: String,
    /// The file of the method.
    pub file: String,
    /// The line of the method.
    pub line: u32,
    /// How it went wrong.
    pub kind: FaultKind,
    /// What was said about it.
    pub message: String,
    /// Whether the operation was refused because of it.
    pub refused: bool,
    /// Whether it happened while `plugin.fault` hooks ran: then it is not passed on to them again.
    #[serde(default)]
    pub aftermath: bool,
}

/// How a hook went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FaultKind {
    /// It returned an error.
    Error,
    /// It panicked, while it ran or while it was dropped.
    Panic,
    /// It took longer than it may; its future was dropped.
    Timeout,
    /// It blocks a thread of the runtime: nothing can be done but tell.
    Blocking,
    /// It kept failing and is left out for a while.
    Suspended,
}

impl Fault {
    pub(crate) fn new(point: &str, by: HookOrigin, kind: FaultKind, message: String) -> Self {
        Self {
            plugin: by.plugin.into(),
            point: point.into(),
            hook: by.hook.into(),
            file: by.file.into(),
            line: by.line,
            kind,
            message,
            refused: false,
            aftermath: false,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "failed",
            Self::Panic => "panicked",
            Self::Timeout => "timed out",
            Self::Blocking => "is blocking",
            Self::Suspended => "was suspended",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plugin, point, hook, file, line, kind, message, .. } = self;
        write!(f, "hook `{hook}` of `{plugin}` at `{point}` ({file}:{line}) {kind}: {message}")
    }
}

/// Says that an operation was refused, by whom and why.
#[derive(Debug)]
pub struct Refused(Box<(Fault, Option<Error>)>);

impl Refused {
    pub(crate) fn new(fault: Fault, cause: Option<Error>) -> Self {
        Self(Box::new((fault, cause)))
    }

    /// Returns the fault that refused.
    pub fn fault(&self) -> &Fault {
        &self.0.0
    }

    /// Returns the hook's own words, without attribution.
    pub fn message(&self) -> &str {
        &self.fault().message
    }

    /// Returns the error the hook returned, if it returned one.
    pub fn cause(&self) -> Option<&Error> {
        self.0.1.as_ref()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = self.fault();
        match fault.kind {
            FaultKind::Error => write!(f, "refused by `{}`: {}", fault.plugin, fault.message),
            kind => write!(f, "refused because `{}` {kind}: {}", fault.plugin, fault.message),
        }
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|error| error.source() as _)
    }
}

/// Takes a panic's payload apart; its drop may panic as well.
pub(crate) fn message(payload: Box<dyn Any + Send>) -> String {
    let text = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a panic with a payload that is no text".to_owned()
    };
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
    text
}

// ===== Where faults go =====

/// How many faults may wait; more are only logged.
const WAITING: usize = 1024;

tokio::task_local! {
    /// Set while `plugin.fault` hooks run: what fails then is not passed on, or one fault
    /// could make the next for ever.
    static AFTERMATH: ();
}

/// Runs what is done about a fault.
pub(crate) async fn aftermath<T>(work: impl Future<Output = T>) -> T {
    AFTERMATH.scope((), work).await
}

/// Takes faults from wherever they happen, a drop included; the live set passes them to `plugin.fault`.
#[derive(Debug, Clone)]
pub(crate) struct FaultSink(mpsc::Sender<Fault>);

/// The other end of a [`FaultSink`].
#[derive(Debug, Clone)]
pub(crate) struct Faults(Arc<Mutex<mpsc::Receiver<Fault>>>);

impl FaultSink {
    pub(crate) fn channel() -> (Self, Faults) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), Faults(Arc::new(Mutex::new(receiver))))
    }

    /// Returns whether the live set is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    pub(crate) fn report(&self, mut fault: Fault) {
        tracing::warn!(plugin = %fault.plugin, point = %fault.point, "{fault}");
        fault.aftermath = AFTERMATH.try_with(|()| ()).is_ok();
        // Nobody listens once the live set is gone; the log has it.
        if let Err(mpsc::error::TrySendError::Full(_)) = self.0.try_send(fault) {
            tracing::warn!("{WAITING} faults wait for `plugin.fault` already; this one is only in the log");
        }
    }
}

impl Faults {
    /// Takes every fault that waits.
    pub(crate) fn drain(&self) -> Vec<Fault> {
        let mut receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    /// Waits for the next fault.
    pub(crate) async fn next(&self) -> Option<Fault> {
        std::future::poll_fn(|task| {
            let mut receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            receiver.poll_recv(task)
        })
        .await
    }
}
