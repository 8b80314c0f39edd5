//! The context that a plugin's code is given beside the event: who asks, and what the host can do for it.

mod calls;
mod cancel;
mod chains;
mod clock;
mod context;
mod dir;
mod env;
mod host_files;
mod http;
mod identity;
mod kv;
mod log;
#[cfg(feature = "remote")]
mod offer;
mod outbox;
mod outbox_check;
mod outbox_error;
mod permissions;
mod render;
mod schedule;
mod schedule_error;
mod services;
mod sessions;
mod spawn;
mod turn;

pub use cancel::Cancel;
pub use chains::Chains;
pub(crate) use chains::{CurrentChains, HeldChains};
#[cfg(feature = "remote")]
pub use context::ServedParts;
pub use context::{Cx, Services};
pub use dir::Dir;
pub use host_files::HostFilesError;
pub use http::{Http, HttpRequestBuilder};
pub use identity::{Identity, RequestKind, Role};
pub use kv::{Kv, KvError};
#[cfg(feature = "remote")]
#[doc(hidden)]
pub use offer::Offer;
pub use outbox::Outbox;
pub use outbox_error::OutboxError;
pub use permissions::{Capability, EnvVar, Permissions};
pub use schedule::{ScheduleBuilder, Schedules};
pub use schedule_error::ScheduleError;
pub(crate) use services::host_in;
pub use services::{
    ClockService, DataService, DirEntry, DirError, DirQuota, DirService, DirUsage, EnvService, FileWrite,
    HttpBody, HttpError, HttpMethod, HttpRequest, HttpResponse, HttpService, KvCondition, KvOutcome, KvOwner,
    KvScan, KvService, KvSpace, KvTable, KvWrite, Level, LogRecord, LogService, Missed, MissingService,
    ModelService, NewSchedule, OutboxFile, OutboxMessage, ProcessEnv, RenderError, RenderService,
    ScheduleAction, ScheduleEvent, ScheduleInfo, ScheduleService, SendService, ServiceSet, SessionInfo,
    SessionMessage, SessionPage, SessionRef, SessionScope, SessionService, SpawnError, Task, TaskService,
    ToolService, TracingLog, Trigger,
};
pub use sessions::{Sessions, SessionsError};
pub use turn::TurnValues;
