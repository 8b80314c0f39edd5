use super::death::Death;
use super::host_calls::{HostCalls, Service};
use super::spec::Spec;
use crate::envelope::{InitFailure, ToWorker, seal};
use crate::lock::lock;
use crate::process::{Spawned, Worker};
use crate::services::HostServices;
use crate::wire::{Peer, RequestError, SyncCaller, WireError};
use hookwire::Error;
use hookwire::config::{Problem, Problems};
use hookwire::plugin::InitError;
use hookwire::remote::{RemoteError, Scene, decode};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How long a process may take to say that it still listens, once a call in it was given up.
const GRACE: Duration = Duration::from_millis(250);

/// How often it is looked whether a process listens that more than one call waits for, and how long it may not.
const LOOK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_millis(500);

/// A process that runs, and the connection to it.
#[derive(Debug)]
pub(super) struct Connection {
    plugin: &'static str,
    pub(super) peer: Peer,
    pub(super) sync: SyncCaller,
    pub(super) calls: Arc<HostCalls>,
    pub(super) worker: Arc<Worker>,
    /// Why the host has killed it.
    killed_for: Arc<Mutex<Option<String>>>,
    /// There once it is dead.
    death: watch::Receiver<Option<Death>>,
}

impl Connection {
    /// Starts a process, and has it make the instance.
    pub(super) async fn start(spec: &Spec) -> Result<Arc<Self>, InitError> {
        let failed = |error: RemoteError| InitError::Failed(error.into_error());
        let launch = spec.launch().map_err(failed)?;
        let started = spec.spawner().spawn(launch).await;
        let Spawned { worker, ends } = started.map_err(|error| InitError::Failed(Error::from(error)))?;
        let limits = spec.wire_limits();
        let sync = SyncCaller::new(ends.sync, &limits).map_err(|error| InitError::Failed(error.into()))?;
        let services = Arc::new(HostServices::new(spec.host_limits()));
        let calls = Arc::new(HostCalls::new(services));
        let service = Arc::new(Service(Arc::clone(&calls)));
        let (peer, serving) = Peer::start(ends.reader, ends.writer, service, limits);
        let (dead, death) = watch::channel(None);
        let (worker, killed_for) = (Arc::new(worker), Arc::default());
        let connection = Self { plugin: spec.plugin(), peer, sync, calls, worker, killed_for, death };
        let connection = Arc::new(connection);
        tokio::spawn(watch_over(
            Arc::clone(&connection.worker),
            Arc::clone(&connection.killed_for),
            serving,
            dead,
        ));
        tokio::spawn(keep_listening(Arc::downgrade(&connection)));
        connection.init(spec).await?;
        Ok(connection)
    }

    async fn init(&self, spec: &Spec) -> Result<(), InitError> {
        let failed = |error: RemoteError| InitError::Failed(error.into_error());
        let context = self.calls.services().open(&spec.cx).map_err(failed)?;
        let section = spec.new.section.exposed().clone();
        let head = ToWorker::Init { section, scene: Scene::of(&spec.cx, context) };
        match self.peer.request(seal(&head, &[]).map_err(failed)?.into()).await {
            Ok(_) => Ok(()),
            Err(RequestError::Remote(error)) => Err(match decode::<InitFailure>(&error).map_err(failed)? {
                InitFailure::Failed(error) => failed(error),
                InitFailure::Config(problems) => {
                    let problem = |(path, message)| Problem::new(path, message);
                    InitError::Config(Problems(problems.into_iter().map(problem).collect()))
                }
            }),
            Err(RequestError::Closed(_)) => {
                let why = self.death().await.why;
                Err(failed(RemoteError::Lost { why }))
            }
            Err(error) => Err(InitError::Failed(error.into())),
        }
    }

    /// Returns whether the process is there, as far as is known.
    pub(super) fn is_alive(&self) -> bool {
        self.death.borrow().is_none()
    }

    /// Waits for the death of the process.
    pub(super) async fn death(&self) -> Death {
        let mut death = self.death.clone();
        let dead = death.wait_for(Option::is_some).await.ok().and_then(|death| death.clone());
        // The task that watches over it does not end before it has said so, unless the runtime ends.
        dead.unwrap_or_else(Death::unknown)
    }

    /// Kills the process.
    pub(super) fn kill(&self, why: impl Into<String>) {
        let why = why.into();
        tracing::warn!(plugin = self.plugin, "its process is killed: {why}");
        lock(&self.killed_for).get_or_insert(why);
        self.worker.kill();
    }

    /// Ends the process, which is not needed any more.
    pub(super) fn close(&self) {
        lock(&self.killed_for).get_or_insert_with(|| "it is not needed any more".into());
        self.peer.close("it is not needed any more");
        self.worker.kill();
    }

    /// Looks whether a process still listens in which a call was given up, and kills one that does not.
    pub(super) fn check(self: &Arc<Self>, what: String) {
        let connection = Arc::clone(self);
        tokio::spawn(async move {
            if connection.is_alive() && connection.peer.ping(GRACE).await.is_err() && connection.is_alive() {
                connection.kill(format!("{what} was given up and keeps it from everything else"));
            }
        });
    }
}

/// Kills a process that does not listen while more than one call waits for it: they would all fail with the one that keeps
/// it. A call that is alone has its own time-out.
async fn keep_listening(connection: Weak<Connection>) {
    loop {
        sleep(LOOK).await;
        let Some(connection) = connection.upgrade().filter(|it| it.is_alive()) else { return };
        let waiting = || connection.peer.open_requests() > 1;
        if waiting() && connection.peer.ping(PATIENCE).await.is_err() && waiting() && connection.is_alive() {
            connection.kill(format!("a call has kept it from all others for {PATIENCE:?}"));
        }
    }
}

/// Waits for the end of a connection, and for that of the process, which follows.
async fn watch_over(
    worker: Arc<Worker>,
    killed_for: Arc<Mutex<Option<String>>>,
    serving: impl Future<Output = WireError>,
    dead: watch::Sender<Option<Death>>,
) {
    let ended = serving.await;
    if matches!(ended, WireError::Protocol(_)) {
        worker.kill();
    }
    // One that has closed its pipes and lives on is of no use.
    let exit = match tokio::time::timeout(GRACE, worker.wait()).await {
        Ok(exit) => exit,
        Err(_) => {
            lock(&killed_for).get_or_insert_with(|| "it has closed its connection to the host".into());
            worker.kill();
            worker.wait().await
        }
    };
    let killed_for = lock(&killed_for).clone();
    let death = Death::of(exit, worker.page(), &ended, killed_for);
    // Nobody may be there any more who wants to know.
    let _ = dead.send(Some(death));
}
