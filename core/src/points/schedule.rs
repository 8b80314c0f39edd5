use super::made_of;
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired when a schedule was made.
#[hook_point("schedule.created", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleCreated {
    /// The schedule's id.
    pub schedule: String,
    /// Its name.
    pub name: String,
}
made_of!(ScheduleCreated { schedule: String, name: String });

/// Fired when a schedule's time has come.
#[hook_point("schedule.fired", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleFired {
    /// The schedule's id.
    pub schedule: String,
    /// Its name.
    pub name: String,
}
made_of!(ScheduleFired { schedule: String, name: String });

/// Fired when a schedule was called off.
#[hook_point("schedule.cancelled", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleCancelled {
    /// The schedule's id.
    pub schedule: String,
    /// Its name.
    pub name: String,
}
made_of!(ScheduleCancelled { schedule: String, name: String });
