//! Schedules: messages that are sent to an agent by the clock.

mod context;
mod create;
mod fire;

pub use create::{NewSchedule, ScheduleError};
pub(crate) use create::{cancel, create};
pub(crate) use fire::fire_due;
