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

/// Declares the services of a host once: the fields of the set, and what has to name each of them.
macro_rules! service_set {
    ($($(#[doc = $doc:literal])* $name:ident: $service:ty,)*) => {
        /// The services of a host; a service that is `None` is one that this host does not offer.
        ///
        /// `C` is the context that services are given, [`Cx`](crate::Cx): use it as [`Services`](crate::cx::Services).
        #[non_exhaustive]
        pub struct ServiceSet<C> {
            $($(#[doc = $doc])* pub $name: Option<Arc<$service>>,)*
        }

        impl<C> ServiceSet<C> {
            /// Makes a set of no services.
            pub fn none() -> Self {
                Self { $($name: None,)* }
            }
        }

        impl<C> Clone for ServiceSet<C> {
            fn clone(&self) -> Self {
                Self { $($name: self.$name.clone(),)* }
            }
        }

        impl<C> fmt::Debug for ServiceSet<C> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Services")$(.field(stringify!($name), &self.$name))*.finish()
            }
        }
    };
}

service_set! {
    /// The logs of plugins.
    log: dyn LogService,
    /// Environment variables.
    env: dyn EnvService,
    /// The time; that of the machine, if there is no such service.
    clock: dyn ClockService,
    /// The folder of the host's own files.
    data: dyn DataService,
    /// HTTP requests.
    http: dyn HttpService,
    /// Files that plugins keep.
    dir: dyn DirService,
    /// Values that plugins keep.
    kv: dyn KvService,
    /// Sessions.
    sessions: dyn SessionService<C>,
    /// Messages that plugins send.
    send: dyn SendService<C>,
    /// Tasks; a live set puts itself in here.
    tasks: dyn TaskService,
    /// Templates that are filled in.
    render: dyn RenderService<C>,
    /// Schedules of plugins.
    schedules: dyn ScheduleService<C>,
    /// Calls of tools.
    tools: dyn ToolService<C>,
    /// Calls of models.
    models: dyn ModelService<C>,
}

/// What every process can do: logs go to `tracing`, variables come from the environment.
impl<C> Default for ServiceSet<C> {
    fn default() -> Self {
        Self { log: Some(Arc::new(TracingLog)), env: Some(Arc::new(ProcessEnv)), ..Self::none() }
    }
}
