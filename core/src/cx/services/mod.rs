//! The services of a host: what it does for plugins, one small trait each.

mod clock;
mod data;
mod env;
mod http;
mod http_error;
mod http_response;
mod kv;
mod kv_table;
mod log;
mod missing;
mod models;
mod set;
mod tools;

pub use clock::ClockService;
pub use data::DataService;
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
pub use set::ServiceSet;
pub use tools::ToolService;
