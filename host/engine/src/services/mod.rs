//! Services for plugins that need no engine at work.

mod kv;
mod schedules;

pub(crate) use kv::KeptValues;
pub(crate) use schedules::KeptSchedules;
