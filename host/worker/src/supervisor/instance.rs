use super::attempt::{Failed, attempt, attempt_now};
use super::backoff::{Backoff, Start};
use super::connection::Connection;
use super::spec::Spec;
use super::status::Counters;
use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::plugin::{InitError, PluginUsage, WorkerStatus};
use hookwire::remote::{RemoteCall, RemoteError, RemoteInstance, RemoteNext, RemoteReply, Target};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync;
use tokio::time::sleep_until;

/// An instance of a plugin in a process of its own, which is started again when it dies.
#[derive(Debug, Clone)]
pub(crate) struct WorkerInstance(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    spec: Spec,
    /// The process that runs, or ran last. Locked while one is started.
    current: sync::Mutex<Arc<Connection>>,
    /// The same, for those who cannot wait.
    known: Mutex<Arc<Connection>>,
    backoff: Mutex<Backoff>,
    counters: Counters,
    /// The plugin's `#[start]` has run: it runs again in each process.
    is_started: AtomicBool,
    /// Nothing is started any more.
    is_stopped: AtomicBool,
    last_death: Mutex<Option<String>>,
}

impl WorkerInstance {
    /// Starts the first process, and has it make the instance.
    pub(crate) async fn start(spec: Spec) -> Result<Self, InitError> {
        let connection = Connection::start(&spec).await?;
        let inner = Arc::new(Inner {
            spec,
            known: Mutex::new(Arc::clone(&connection)),
            current: sync::Mutex::new(Arc::clone(&connection)),
            backoff: Mutex::default(),
            counters: Counters::default(),
            is_started: AtomicBool::new(false),
            is_stopped: AtomicBool::new(false),
            last_death: Mutex::default(),
        });
        inner.counters.started();
        tokio::spawn(restart_at_death(Arc::downgrade(&inner), connection));
        Ok(Self(inner))
    }

    /// Returns what tells of the instance and does not keep it.
    pub(crate) fn watch(&self) -> WatchedInstance {
        WatchedInstance(Arc::downgrade(&self.0))
    }
}

/// An instance that somebody else has.
#[derive(Debug, Clone)]
pub(crate) struct WatchedInstance(Weak<Inner>);

impl WatchedInstance {
    /// Returns what is known of the process, unless the instance is gone.
    pub(crate) fn status(&self) -> Option<WorkerStatus> {
        let inner = self.0.upgrade()?;
        let stopped = inner.is_stopped.load(Ordering::Relaxed);
        (!stopped).then(|| inner.status())
    }
}

impl Inner {
    fn status(&self) -> WorkerStatus {
        let known = Arc::clone(&lock(&self.known));
        let runs = known.is_alive();
        let usage = PluginUsage {
            memory_bytes: known.worker.private_memory().filter(|_| runs),
            memory_peak: None,
            cpu: known.worker.cpu_time().filter(|_| runs),
        };
        WorkerStatus {
            agent: self.spec.agent(),
            pid: runs.then(|| known.worker.pid()),
            level: Some(known.worker.level().to_string()),
            restarts: self.counters.restarts(),
            usage,
        }
    }

    /// Returns the process, and starts one if there is none.
    async fn connection(self: &Arc<Self>) -> Result<Arc<Connection>, RemoteError> {
        let mut current = self.current.lock().await;
        if current.is_alive() {
            return Ok(Arc::clone(&current));
        }
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(RemoteError::Lost { why: "its process was stopped".into() });
        }
        let start = lock(&self.backoff).start();
        match start {
            Start::At(at) => sleep_until(at).await,
            Start::Refused(left) => return Err(RemoteError::Lost { why: self.refusal(left) }),
        }
        match self.begin().await {
            Ok(connection) => {
                self.counters.started();
                *current = Arc::clone(&connection);
                *lock(&self.known) = Arc::clone(&connection);
                tokio::spawn(restart_at_death(Arc::downgrade(self), Arc::clone(&connection)));
                Ok(connection)
            }
            Err(error) => {
                lock(&self.backoff).died();
                Err(RemoteError::Lost { why: format!("its process did not start again: {error}") })
            }
        }
    }

    fn refusal(&self, left: Duration) -> String {
        let deaths = lock(&self.backoff).deaths();
        let last = lock(&self.last_death).clone().unwrap_or_default();
        format!(
            "its process has died {deaths} times in a row and is started again in {left:.1?}; the last time, {last}"
        )
    }

    async fn begin(self: &Arc<Self>) -> Result<Arc<Connection>, InitError> {
        let connection = Connection::start(&self.spec).await?;
        if self.is_started.load(Ordering::Relaxed) {
            let call = RemoteCall::new(Target::Start, Vec::new());
            let started = attempt(&connection, call, &self.spec.cx, None, None).await;
            if let Err(Failed::Call(error) | Failed::Innocent(error)) = started {
                connection.close();
                return Err(InitError::Failed(error.into_error()));
            }
        }
        Ok(connection)
    }

    async fn call(
        self: &Arc<Self>,
        call: RemoteCall,
        cx: &Cx,
        next: Option<&dyn RemoteNext>,
    ) -> Result<RemoteReply, RemoteError> {
        let cpu = self.spec.cpu_per_call();
        let RemoteCall { target, body, stream } = call;
        if target == Target::Stop && !lock(&self.known).is_alive() {
            self.is_stopped.store(true, Ordering::Relaxed);
            return Ok(Vec::new().into());
        }
        let once_more = stream.is_none().then(|| RemoteCall::new(target.clone(), body.clone()));
        let connection = self.connection().await?;
        let first = RemoteCall { target: target.clone(), body, stream };
        let mut outcome = attempt(&connection, first, cx, next, cpu).await;
        let is_innocent = matches!(outcome, Err(Failed::Innocent(_)));
        if let Some(call) = once_more.filter(|_| is_innocent) {
            let connection = self.connection().await?;
            outcome = attempt(&connection, call, cx, next, cpu).await;
        }
        match &outcome {
            Ok(_) => {
                lock(&self.backoff).succeeded();
                self.note(&target);
            }
            Err(_) if target == Target::Stop => self.note(&target),
            Err(_) => {}
        }
        outcome.map_err(|(Failed::Call(error) | Failed::Innocent(error))| error)
    }

    /// Notes how far the plugin is in its life.
    fn note(&self, target: &Target) {
        match target {
            Target::Start => self.is_started.store(true, Ordering::Relaxed),
            Target::Stop => {
                self.is_stopped.store(true, Ordering::Relaxed);
                lock(&self.known).close();
            }
            _ => {}
        }
    }
}

impl RemoteInstance for WorkerInstance {
    fn call<'a>(
        &'a self,
        call: RemoteCall,
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> BoxFuture<'a, Result<RemoteReply, RemoteError>> {
        self.0.call(call, cx, next).boxed()
    }

    fn call_now(&self, call: RemoteCall, cx: &Cx, timeout: Duration) -> Result<RemoteReply, RemoteError> {
        let known = Arc::clone(&lock(&self.0.known));
        if !known.is_alive() {
            return Err(RemoteError::Lost { why: "its process is started again just now".into() });
        }
        attempt_now(&known, &call, cx, timeout)
    }
}

/// Starts the process again when it has died, so that what the plugin does of its own accord goes on.
fn restart_at_death(inner: Weak<Inner>, connection: Arc<Connection>) -> BoxFuture<'static, ()> {
    async move {
        let death = connection.death().await;
        let Some(inner) = inner.upgrade() else { return };
        if inner.is_stopped.load(Ordering::Relaxed) {
            return;
        }
        tracing::warn!(plugin = inner.spec.plugin(), "{}", death.why);
        lock(&inner.backoff).died();
        *lock(&inner.last_death) = Some(death.why);
        if let Err(error) = inner.connection().await {
            tracing::warn!(plugin = inner.spec.plugin(), "{error}");
        }
    }
    .boxed()
}

/// Nothing is left of an instance that nobody has any more.
impl Drop for Inner {
    fn drop(&mut self) {
        lock(&self.known).close();
    }
}
