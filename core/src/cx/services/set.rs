use super::clock::ClockService;
use super::data::DataService;
use super::dir::DirService;
use super::env::{EnvService, ProcessEnv};
use super::http::HttpService;
use super::kv::KvService;
use super::log::{LogService, TracingLog};
use super::models::ModelService;
use super::render::RenderService;
use super::schedule::ScheduleService;
use super::send::SendService;
use super::sessions::SessionService;
use super::tasks::TaskService;
use super::tools::ToolService;
use std::fmt;
use std::sync::Arc;

/// The services of a host; a service that is `None` is one that this host does not offer.
///
/// `C` is the context that services are given, [`Cx`](crate::Cx): use it as [`Services`](crate::cx::Services).
#[non_exhaustive]
pub struct ServiceSet<C> {
    /// The logs of plugins.
    pub log: Option<Arc<dyn LogService>>,
    /// Environment variables.
    pub env: Option<Arc<dyn EnvService>>,
    /// The time; that of the machine, if there is no such service.
    pub clock: Option<Arc<dyn ClockService>>,
    /// The folder of the host's own files.
    pub data: Option<Arc<dyn DataService>>,
    /// HTTP requests.
    pub http: Option<Arc<dyn HttpService>>,
    /// Files that plugins keep.
    pub dir: Option<Arc<dyn DirService>>,
    /// Values that plugins keep.
    pub kv: Option<Arc<dyn KvService>>,
    /// Sessions.
    pub sessions: Option<Arc<dyn SessionService<C>>>,
    /// Messages that plugins send.
    pub send: Option<Arc<dyn SendService<C>>>,
    /// Tasks; a live set puts itself in here.
    pub tasks: Option<Arc<dyn TaskService>>,
    /// Templates that are filled in.
    pub render: Option<Arc<dyn RenderService<C>>>,
    /// Schedules of plugins.
    pub schedules: Option<Arc<dyn ScheduleService<C>>>,
    /// Calls of tools.
    pub tools: Option<Arc<dyn ToolService<C>>>,
    /// Calls of models.
    pub models: Option<Arc<dyn ModelService<C>>>,
}

impl<C> ServiceSet<C> {
    /// Makes a set of no services.
    pub fn none() -> Self {
        Self {
            log: None,
            env: None,
            clock: None,
            data: None,
            http: None,
            dir: None,
            kv: None,
            sessions: None,
            send: None,
            tasks: None,
            render: None,
            schedules: None,
            tools: None,
            models: None,
        }
    }
}

/// What every process can do: logs go to `tracing`, variables come from the environment.
impl<C> Default for ServiceSet<C> {
    fn default() -> Self {
        Self { log: Some(Arc::new(TracingLog)), env: Some(Arc::new(ProcessEnv)), ..Self::none() }
    }
}

impl<C> Clone for ServiceSet<C> {
    fn clone(&self) -> Self {
        let Self {
            log,
            env,
            clock,
            data,
            http,
            dir,
            kv,
            sessions,
            send,
            tasks,
            render,
            schedules,
            tools,
            models,
        } = self;
        Self {
            log: log.clone(),
            env: env.clone(),
            clock: clock.clone(),
            data: data.clone(),
            http: http.clone(),
            dir: dir.clone(),
            kv: kv.clone(),
            sessions: sessions.clone(),
            send: send.clone(),
            tasks: tasks.clone(),
            render: render.clone(),
            schedules: schedules.clone(),
            tools: tools.clone(),
            models: models.clone(),
        }
    }
}

impl<C> fmt::Debug for ServiceSet<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            log,
            env,
            clock,
            data,
            http,
            dir,
            kv,
            sessions,
            send,
            tasks,
            render,
            schedules,
            tools,
            models,
        } = self;
        f.debug_struct("Services")
            .field("log", log)
            .field("env", env)
            .field("clock", clock)
            .field("data", data)
            .field("http", http)
            .field("dir", dir)
            .field("kv", kv)
            .field("sessions", sessions)
            .field("send", send)
            .field("tasks", tasks)
            .field("render", render)
            .field("schedules", schedules)
            .field("tools", tools)
            .field("models", models)
            .finish()
    }
}
