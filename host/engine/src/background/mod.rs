//! Background work: schedules fire, approvals expire, idle sessions are closed, and the ownership of the store is watched.

mod ownership;
mod run;
mod sweep;

pub(crate) use ownership::watch_ownership;
pub(crate) use run::run_background;
pub(crate) use sweep::sweep;
