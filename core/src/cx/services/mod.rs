//! The services of a host: what it does for plugins, one small trait each.

mod clock;
mod data;
mod dir;
mod env;
mod http;
mod http_error;
mod http_response;
mod kv;
mod kv_table;
mod log;
mod missing;
mod models;
mod outbox_message;
mod render;
mod schedule;
mod send;
mod sessions;
mod set;
mod tasks;
mod tools;

pub use clock::ClockService;
pub use data::DataService;
pub use dir::{DirEntry, DirError, DirQuota, DirService, DirUsage, FileWrite};
pub use env::{EnvService, ProcessEnv};
pub use http::{HttpBody, HttpMethod, HttpRequest, HttpService};
pub use http_error::HttpError;
pub(crate) use http_error::host_in;
pub use http_response::HttpResponse;
pub use kv::{KvCondition, KvOutcome, KvOwner, KvScan, KvService, KvSpace, KvWrite};
pub use kv_table::KvTable;
pub use log::{Level, LogRecord, LogService, TracingLog};
pub use missing::MissingService;
pub use models::ModelService;
pub use outbox_message::{OutboxFile, OutboxMessage};
pub use render::{RenderError, RenderService};
pub use schedule::{
    Missed, NewSchedule, ScheduleAction, ScheduleEvent, ScheduleInfo, ScheduleService, Trigger,
};
pub use send::SendService;
pub use sessions::{SessionInfo, SessionMessage, SessionPage, SessionRef, SessionScope, SessionService};
pub use set::ServiceSet;
pub use tasks::{SpawnError, Task, TaskService};
pub use tools::ToolService;
