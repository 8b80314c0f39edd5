//! Approvals: tool calls that wait for the word of a human.

mod hash;
mod pending;

pub(crate) use hash::call_hash;
pub(crate) use pending::PendingApprovals;
