//! The failures of providers as errors of the model contract, without keys in them.

mod cause;
mod mapper;
mod message;
mod retry_after;

pub(crate) use cause::root_cause;
pub(crate) use mapper::ErrorMapper;
