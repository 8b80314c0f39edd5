//! The limits that keep one caller from taking the room of the others.

mod body_timeout;
mod lock;
mod memory;
mod permit;
mod rate;

pub(crate) use body_timeout::{too_slow, with_timeout};
pub(crate) use memory::BodyMemory;
pub(crate) use permit::{Permits, RequestPermit, acquire_permit};
pub(crate) use rate::RateLimiter;
