//! What the store has, as far as it is the caller's.

pub(super) mod approvals;
pub(super) mod ends;
pub(super) mod schedules;
pub(super) mod sessions;
pub(super) mod turns;
