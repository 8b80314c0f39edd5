//! The services of a host: what it does for plugins, one small trait each.

mod clock;
mod data;
mod env;
mod kv;
mod kv_table;
mod log;
mod missing;
mod models;
mod schedule;
mod set;
mod tools;

pub use clock::ClockService;
pub use data::DataService;
pub use env::{EnvService, ProcessEnv};
pub use kv::{KvCondition, KvOutcome, KvOwner, KvScan, KvService, KvSpace, KvWrite};
pub use kv_table::KvTable;
pub use log::{Level, LogRecord, LogService, TracingLog};
pub use missing::MissingService;
pub use models::ModelService;
pub use schedule::{
    Missed, NewSchedule, ScheduleAction, ScheduleEvent, ScheduleInfo, ScheduleService, Trigger,
};
pub use set::ServiceSet;
pub use tools::ToolService;
