use super::ask::HostAsk;
use super::context::HostContext;
use super::given::Given;
use super::proxy::{
    RemoteDir, RemoteHttp, RemoteKv, RemoteLog, RemoteModels, RemoteRender, RemoteSchedules, RemoteSend,
    RemoteSessions, RemoteTools,
};
use super::rate::LogLimit;
use hookwire::cx::Services;
use std::sync::Arc;

/// The services of the plugins in a worker: each context of the host has a set of its own.
#[derive(Debug, Clone)]
pub struct WorkerServices {
    host: Arc<dyn HostAsk>,
    given: Arc<Given>,
    log: Arc<LogLimit>,
}

impl WorkerServices {
    /// Takes the way to the host, and what the host gave when the worker started.
    pub fn new(host: Arc<dyn HostAsk>, given: Given) -> Self {
        Self { host, given: Arc::new(given), log: Arc::default() }
    }

    /// Takes a context of the host, which the host keeps until the last clone is dropped. To be done once for each context that
    /// the host opens, as soon as its number is read.
    pub fn context(&self, number: u64) -> HostContext {
        HostContext::new(number, Arc::clone(&self.host), Arc::clone(&self.log))
    }

    /// Returns the services of a context; each holds it. Tasks are not among them: they run in the worker.
    pub fn of(&self, context: &HostContext) -> Services {
        let mut services = Services::none();
        services.log = Some(Arc::new(RemoteLog(context.clone())));
        services.env = Some(Arc::clone(&self.given) as _);
        services.clock = self.given.clock().map(|clock| Arc::new(clock) as _);
        services.data = self.given.data().map(|data| Arc::new(data.clone()) as _);
        services.http = self.given.has_http().then(|| Arc::new(RemoteHttp(context.clone())) as _);
        services.dir = Some(Arc::new(RemoteDir::new(context.clone(), Arc::clone(&self.given))));
        services.kv = Some(Arc::new(RemoteKv(context.clone())));
        services.sessions = Some(Arc::new(RemoteSessions(context.clone())));
        services.send = Some(Arc::new(RemoteSend(context.clone())));
        services.render = Some(Arc::new(RemoteRender(context.clone())));
        services.schedules = Some(Arc::new(RemoteSchedules(context.clone())));
        services.tools = Some(Arc::new(RemoteTools(context.clone())));
        services.models = Some(Arc::new(RemoteModels(context.clone())));
        services
    }
}
