//! Background work: schedules fire, approvals expire, idle sessions are closed, the ownership of the store is watched, and
//! plugins that keep a thread are taken off.

mod overruns;
mod ownership;
mod run;
mod sweep;

pub(crate) use overruns::{keep_awake, react_to_overruns};
pub(crate) use ownership::watch_ownership;
pub(crate) use run::run_background;
pub(crate) use sweep::sweep;
