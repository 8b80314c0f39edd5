//! What plugins want by the clock: their schedules and their methods with `#[every]` and `#[cron]`, on one host and the next.

mod attributes;
mod callers;
mod clock;
mod messages;
mod missed;
mod one_run;
mod runs;
