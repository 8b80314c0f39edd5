//! The context that a plugin's code is given beside the event: who asks, and what the host can do for it.

mod calls;
mod cancel;
mod chains;
mod clock;
mod context;
mod env;
mod identity;
mod kv;
mod log;
mod permissions;
mod schedule;
mod schedule_error;
mod services;
mod turn;

pub use cancel::Cancel;
pub use chains::Chains;
pub(crate) use chains::{CurrentChains, HeldChains};
pub use context::{Cx, Services};
pub use identity::{Identity, RequestKind, Role};
pub use kv::{Kv, KvError};
pub use permissions::{Capability, EnvVar, Permissions};
pub use schedule::{ScheduleBuilder, Schedules};
pub use schedule_error::ScheduleError;
pub use services::{
    ClockService, DataService, EnvService, KvCondition, KvOutcome, KvOwner, KvScan, KvService, KvSpace,
    KvTable, KvWrite, Level, LogRecord, LogService, Missed, MissingService, ModelService, NewSchedule,
    ProcessEnv, ScheduleAction, ScheduleEvent, ScheduleInfo, ScheduleService, ServiceSet, ToolService,
    TracingLog, Trigger,
};
pub use turn::TurnValues;
