use super::host::{Host, HostNext};
use super::polled::Polled;
use super::tasks::WorkerTasks;
use super::turns::Turns;
use crate::envelope::{InitFailure, ToWorker, failure, open};
use crate::lock::lock;
use crate::process::Page;
use crate::services::{Given, HostContext, WorkerServices};
use crate::wire::{Peer, PeerService, Request, Response};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::config::{Problem, Section};
use hookwire::cx::{Cancel, Chains, ServedParts};
use hookwire::plugin::{InitError, Manifest};
use hookwire::remote::{
    HostChains, RemoteCall, RemoteError, RemoteInstance, Scene, ServedInstance, Target, decode, encode,
};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// The calls of the host, which the plugin's instance answers.
pub(super) struct Calls {
    manifest: &'static Manifest,
    page: Arc<Page>,
    host: Host,
    services: WorkerServices,
    chains: Arc<dyn Chains>,
    tasks: WorkerTasks,
    turns: Turns,
    /// The calls that somebody waits for, by the numbers of their contexts.
    waited: Mutex<HashMap<u64, Cancel>>,
    /// There once the plugin's `#[init]` has run.
    instance: OnceLock<Arc<ServedInstance>>,
}

impl Calls {
    pub(super) fn new(manifest: &'static Manifest, page: Arc<Page>, given: Given) -> Self {
        let host = Host::default();
        let firing: Arc<dyn RemoteInstance> = Arc::new(host.clone());
        Self {
            manifest,
            page,
            services: WorkerServices::new(Arc::new(host.clone()), given),
            host,
            chains: HostChains::of(&firing),
            tasks: WorkerTasks::default(),
            turns: Turns::default(),
            waited: Mutex::default(),
            instance: OnceLock::new(),
        }
    }

    pub(super) fn connect(&self, peer: &Peer) {
        self.host.connect(peer);
    }

    /// Makes the context of a call.
    fn cx(&self, scene: &Scene, context: &HostContext, cancel: &Cancel) -> Cx {
        let mut services = self.services.of(context);
        services.tasks = Some(Arc::new(self.tasks.clone()));
        let parts = ServedParts {
            chains: Arc::clone(&self.chains),
            services,
            cancel: cancel.clone(),
            turn: self.turns.of(&scene.identity),
        };
        Cx::served(scene.identity.clone(), scene.depth, scene.context, parts)
    }

    async fn init(&self, section: Value, cx: &Cx) -> Result<(), InitFailure> {
        let made = ServedInstance::init(self.manifest, Section::from(section), cx).await;
        let made = made.map_err(|error| match error {
            InitError::Config(problems) => InitFailure::Config(problems.0.into_iter().map(parts).collect()),
            InitError::Failed(error) => InitFailure::Failed(RemoteError::of(&error)),
            error => {
                InitFailure::Failed(RemoteError::Failed { message: error.to_string(), causes: Vec::new() })
            }
        })?;
        // The host asks once.
        let _ = self.instance.set(Arc::new(made));
        Ok(())
    }

    async fn call(
        &self,
        target: Target,
        scene: &Scene,
        request: Request,
        cx: &Cx,
    ) -> Result<Response, RemoteError> {
        let none = || RemoteError::Protocol { why: "a call before the plugin was made".into() };
        let instance = Arc::clone(self.instance.get().ok_or_else(none)?);
        let stops = target == Target::Stop;
        let next = HostNext { host: self.host.clone(), context: scene.context };
        let call = RemoteCall { target, body: request.body, stream: request.stream };
        let reply = instance.call(call, cx, Some(&next)).await;
        if stops {
            self.tasks.stop();
        }
        let reply = reply?;
        Ok(Response { body: reply.body, stream: reply.stream })
    }

    async fn work(&self, head: ToWorker, request: Request, cancel: &Cancel) -> Result<Response, Vec<u8>> {
        let scene = head.scene().clone();
        let page = Arc::clone(&self.page);
        // Taken at once: the host keeps the context until it is released.
        let context = self.services.context(scene.context);
        let work = async {
            let cx = self.cx(&scene, &context, cancel);
            match head {
                ToWorker::Init { section, .. } => match self.init(section, &cx).await {
                    Ok(()) => Ok(Vec::new().into()),
                    Err(error) => Err(encode(&error).unwrap_or_default()),
                },
                ToWorker::Call { target, .. } => {
                    self.call(target, &scene, request, &cx).await.map_err(|error| failure(&error))
                }
            }
        };
        Polled::new(work, scene.context, page).await
    }
}

fn parts(problem: Problem) -> (Vec<String>, String) {
    (problem.path, problem.message)
}

/// A call that somebody waits for: its context is cancelled when it is given up, or when the host says so.
struct Waited {
    calls: Arc<Calls>,
    context: u64,
    cancel: Cancel,
    is_over: bool,
}

impl Waited {
    fn begin(calls: &Arc<Calls>, context: u64) -> Self {
        let cancel = Cancel::default();
        lock(&calls.waited).insert(context, cancel.clone());
        Self { calls: Arc::clone(calls), context, cancel, is_over: false }
    }
}

impl Drop for Waited {
    fn drop(&mut self) {
        lock(&self.calls.waited).remove(&self.context);
        if !self.is_over {
            self.cancel.cancel();
        }
    }
}

/// What the host asks for, over the pipes and over the socket for calls that block it.
pub(super) struct Service(pub(super) Arc<Calls>);

impl PeerService for Service {
    fn answer(&self, _: u64, request: Request) -> BoxFuture<'static, Result<Response, Vec<u8>>> {
        let calls = Arc::clone(&self.0);
        async move {
            let Request { body, stream, .. } = request;
            let (head, body) = open::<ToWorker>(&body).map_err(|error| failure(&error))?;
            let mut waited = Waited::begin(&calls, head.scene().context);
            let answer = calls.work(head, Request { parent: 0, body, stream }, &waited.cancel).await;
            waited.is_over = true;
            answer
        }
        .boxed()
    }

    /// The host says that nobody waits for a call any more, by the number of its context.
    fn note(&self, body: Vec<u8>) {
        let context: Option<u64> = decode(&body).ok();
        let cancel = context.and_then(|context| lock(&self.0.waited).get(&context).cloned());
        if let Some(cancel) = cancel {
            cancel.cancel();
        }
    }
}
