use super::made_of;
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// The creation of a schedule.
///
/// * **Point**: `schedule.created`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after the schedule is stored.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the schedule exists already.
/// * **Neighbours**: [`ScheduleFired`] each time it is due, [`ScheduleCancelled`] when it is called off.
#[hook_point("schedule.created", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleCreated {
    /// The id of the schedule.
    pub schedule: String,
    /// The name of the schedule.
    pub name: String,
}
made_of!(ScheduleCreated { schedule: String, name: String });

/// The moment at which a schedule is due.
///
/// * **Point**: `schedule.fired`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: right before the scheduled message is sent, or a plugin's method runs. Times that were missed while the host
///   was down fire once, unless a plugin wants it otherwise. After a crash at this moment it may fire twice for one time,
///   while the message is answered once.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the message is sent and the method runs in any case.
/// * **Neighbours**: a message then passes all points of a request, from [`InboundReceived`](super::InboundReceived) on,
///   with the channel `schedule` and nobody who could allow a tool call.
#[hook_point("schedule.fired", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleFired {
    /// The id of the schedule.
    pub schedule: String,
    /// The name of the schedule.
    pub name: String,
    /// By how many milliseconds it is late.
    pub late_ms: u64,
    /// How many times passed since the one before and are not fired, as no host was there.
    pub missed: u64,
}
made_of!(ScheduleFired { schedule: String, name: String });

/// The cancellation of a schedule by its owner.
///
/// * **Point**: `schedule.cancelled`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after the schedule is removed from the store. A schedule that was to fire once, and did, fires nothing here.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the schedule is gone already.
/// * **Neighbours**: [`ScheduleCreated`].
#[hook_point("schedule.cancelled", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleCancelled {
    /// The id of the schedule.
    pub schedule: String,
    /// The name of the schedule.
    pub name: String,
}
made_of!(ScheduleCancelled { schedule: String, name: String });
