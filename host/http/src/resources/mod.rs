//! Routes that show and change what the store holds, as far as it belongs to the caller.

pub(crate) mod approvals;
pub(crate) mod cards;
pub(crate) mod files;
pub(crate) mod lifecycle;
mod page_limit;
pub(crate) mod plugin_logs;
pub(crate) mod schedules;
pub(crate) mod sessions;
pub(crate) mod turns;
