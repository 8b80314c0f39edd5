//! Schedules: messages that are sent to an agent by the clock, and what plugins want by it.

mod context;
mod create;
mod declared;
mod fire;
mod message;
mod plan;
mod plugin;

pub use create::{NewSchedule, ScheduleError};
pub(crate) use create::{cancel, create};
pub(crate) use declared::prepare;
pub(crate) use fire::fire_due;
