use crate::envelope::{ToHost, failure, open};
use crate::lock::lock;
use crate::services::{Ask, HostServices, Note};
use crate::wire::{PeerService, Request, Response};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::remote::{RemoteCall, RemoteError, decode, fire_for};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, oneshot};

/// What the process of an instance asks of the host.
#[derive(Debug)]
pub(super) struct HostCalls {
    services: Arc<HostServices>,
    /// The calls that are under way, by the numbers of their contexts.
    open: Mutex<HashMap<u64, Arc<OpenCall>>>,
}

/// A call that is under way.
#[derive(Debug)]
pub(super) struct OpenCall {
    /// Whether something has left the process for it: then it is not made once more.
    touched: AtomicBool,
    next: mpsc::Sender<AskedNext>,
}

/// A question for the rest of what a call is around; the call answers it, as it has borrowed the rest.
#[derive(Debug)]
pub(super) struct AskedNext {
    pub(super) request: Vec<u8>,
    pub(super) answer: oneshot::Sender<Result<Vec<u8>, RemoteError>>,
}

impl OpenCall {
    pub(super) fn is_touched(&self) -> bool {
        self.touched.load(Ordering::Relaxed)
    }
}

impl HostCalls {
    pub(super) fn new(services: Arc<HostServices>) -> Self {
        Self { services, open: Mutex::default() }
    }

    pub(super) fn services(&self) -> &Arc<HostServices> {
        &self.services
    }

    pub(super) fn begin(&self, context: u64) -> (Arc<OpenCall>, mpsc::Receiver<AskedNext>) {
        let (next, asked) = mpsc::channel(16);
        let call = Arc::new(OpenCall { touched: AtomicBool::new(false), next });
        lock(&self.open).insert(context, Arc::clone(&call));
        (call, asked)
    }

    pub(super) fn end(&self, context: u64) {
        lock(&self.open).remove(&context);
    }

    fn touch(&self, context: u64) -> Option<Arc<OpenCall>> {
        let call = lock(&self.open).get(&context).cloned()?;
        call.touched.store(true, Ordering::Relaxed);
        Some(call)
    }

    async fn work(&self, Request { body, stream, .. }: Request) -> Result<Response, RemoteError> {
        let (head, body) = open::<ToHost>(&body)?;
        match head {
            ToHost::Ask { context } => {
                self.touch(context);
                let answer = self.services.answer(context, Ask { body, stream }).await?;
                Ok(Response { body: answer.body, stream: answer.stream })
            }
            ToHost::Next { context } => {
                let gone = || RemoteError::Protocol { why: "there is no such call".into() };
                let call = self.touch(context).ok_or_else(gone)?;
                let (answer, answered) = oneshot::channel();
                call.next.send(AskedNext { request: body, answer }).await.map_err(|_| gone())?;
                Ok(answered.await.map_err(|_| gone())??.into())
            }
            ToHost::Fire { context, target } => {
                self.touch(context);
                let cx = self.services.context(context)?;
                let fired = fire_for(RemoteCall { target, body, stream }, &cx, None).await?;
                Ok(Response { body: fired.body, stream: fired.stream })
            }
        }
    }
}

/// Answers what a process asks.
pub(super) struct Service(pub(super) Arc<HostCalls>);

impl PeerService for Service {
    fn answer(&self, _: u64, request: Request) -> BoxFuture<'static, Result<Response, Vec<u8>>> {
        let calls = Arc::clone(&self.0);
        async move { calls.work(request).await.map_err(|error| failure(&error)) }.boxed()
    }

    fn note(&self, body: Vec<u8>) {
        match decode::<(u64, Note)>(&body) {
            Ok((context, note)) => self.0.services.note(context, note),
            Err(error) => tracing::debug!("a note of a worker cannot be read: {error}"),
        }
    }
}
