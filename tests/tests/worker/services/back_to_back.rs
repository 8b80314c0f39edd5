//! A worker and its host in one process, without anything between them but bytes.

use futures_util::future::BoxFuture;
use hookwire::cx::{Cancel, Identity, Services};
use hookwire::remote::{RemoteError, decode, encode};
use hookwire::test::Kit;
use hookwire::{Cx, Plugin, Plugins, Registry};
use hookwire_worker::services::{
    Answer, Ask, Given, HostAsk, HostLimits, HostReply, HostRequest, HostServices, Note, Room,
    WorkerServices, pack, unpack,
};
use std::sync::Arc;

/// The way to a host in the same process.
#[derive(Debug)]
pub(super) struct InMemory(Arc<HostServices>);

impl HostAsk for InMemory {
    fn ask(&self, context: u64, ask: Ask) -> BoxFuture<'static, Result<Answer, RemoteError>> {
        let answer = self.0.answer(context, ask);
        // An error is encoded on its way as well.
        Box::pin(async move { answer.await.map_err(|error| decode(&encode(&error).unwrap()).unwrap()) })
    }

    fn note(&self, context: u64, note: Note) {
        self.0.note(context, decode(&encode(&note).unwrap()).unwrap());
    }
}

/// What a worker has of a host, and the host's own side of it.
pub(super) struct Pair {
    pub(super) host: Arc<HostServices>,
    pub(super) worker: WorkerServices,
}

impl Pair {
    pub(super) fn of<P: Plugin>(cx: &Cx) -> Self {
        Self::with_limits::<P>(cx, HostLimits::default())
    }

    pub(super) fn with_limits<P: Plugin>(cx: &Cx, limits: HostLimits) -> Self {
        let host = Arc::new(HostServices::new(limits));
        let given: Given = decode(&encode(&Given::of(cx, &P::MANIFEST.permissions)).unwrap()).unwrap();
        let worker = WorkerServices::new(Arc::new(InMemory(Arc::clone(&host))), given);
        Self { host, worker }
    }

    /// Opens a context, and returns the services that the worker has in it.
    pub(super) fn services(&self, cx: &Cx) -> Services {
        self.worker.of(&self.worker.context(self.host.open(cx).unwrap()))
    }

    /// Asks as a worker does that checks nothing by itself.
    pub(super) async fn ask(&self, cx: &Cx, request: HostRequest) -> Result<HostReply, RemoteError> {
        let context = self.worker.context(self.host.open(cx)?);
        let (body, stream) = pack(&request, None)?;
        let answer = self.host.answer(context.number(), Ask { body, stream }).await?;
        Ok(unpack(answer.body, answer.stream, &mut Room::endless()).await?.0)
    }
}

/// Starts a plugin whose services are those of a worker, whose host is a kit.
pub(super) async fn in_worker<P: Plugin>(kit: &Kit) -> Plugins {
    let cx = kit.cx_of(P::MANIFEST.id);
    let services = Pair::of::<P>(&cx).services(&cx);
    Plugins::of(Registry::of(&[P::MANIFEST]).unwrap()).services(services).start().await.unwrap()
}

/// Makes a context in which nothing is checked before the services are asked, as it is the host's own and no plugin's.
pub(super) async fn unchecked(identity: &Identity, services: Services) -> Cx {
    let plugins = Plugins::of(Registry::of(&[]).unwrap()).services(services).start().await.unwrap();
    plugins.cx(identity.clone(), Cancel::default(), None)
}
