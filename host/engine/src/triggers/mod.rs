//! When triggers are due: the arithmetic of intervals, cron expressions and time zones.

mod times;
mod zoned_cron;

pub(crate) use times::{Times, put_off};
